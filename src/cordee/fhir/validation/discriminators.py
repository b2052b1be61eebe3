"""Tell whether a value belongs to a slice: each discriminator becomes a function of the value.

Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.validation.fixed_values import fits_pattern, is_same
from cordee.fhir.validation.place import Item, children
from cordee.fhir.validation.shapes import json_name, type_codes
from cordee.fhir.validation.snapshot import SnapshotElement, snapshot_tree


class Asked(Protocol):
    """What a discriminator may ask of the validation in progress."""

    def resolve(self, reference: str) -> Json | None:
        """Return the resource a reference leads to inside the input."""

    def conforms(self, item: Item, profiles: tuple[str, ...]) -> bool:
        """Return whether a value follows one of the profiles."""

    def is_member(self, item: Item, value_set: str) -> bool:
        """Return whether a code, Coding or CodeableConcept is known to be in a value set."""


Matcher = Callable[[Item, Asked], bool]
_Test = Callable[[Item, Asked], bool]
_STEP = re.compile(r"\$this|extension\('([^']+)'\)|resolve\(\)|ofType\((\w+)\)|(\w+)(?:\[x\])?")


class Step(NamedTuple):
    """One step of a discriminator's path: the name of an element, or a function with its argument."""

    name: str
    argument: str = ""


def steps_of(path: str) -> tuple[Step, ...] | None:
    """Return the steps of a discriminator's path, None when it is not of R4's restricted language."""
    steps, position = [], 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            return None
        position = match.end() + 1
        if match.end() < len(path) and path[match.end()] != ".":
            return None
        if match[1]:
            steps.append(Step("extension()", match[1]))
        elif match[0] == "resolve()":
            steps.append(Step("resolve()"))
        elif match[2]:
            steps.append(Step("ofType()", match[2]))
        elif match[3]:
            steps.append(Step(match[3]))
    return tuple(steps)


def matcher(
    registry: Registry, discriminator: Json, sliced: SnapshotElement, slice_: SnapshotElement
) -> Matcher | None:
    """Return the function that tells whether a value is in `slice_` by one discriminator.

    None when the profile does not say enough to decide.
    """
    steps = steps_of(str(discriminator.get("path", "$this")))
    if steps is None:
        return None
    kind = discriminator.get("type")
    targets = list(_targets(registry, slice_, sliced, steps))
    if kind == "exists":
        return _existence(steps, targets)
    tests = [test for target in targets for test in _tests(str(kind), target)]
    if not tests:
        return None

    def matches(item: Item, asked: Asked) -> bool:
        return any(test(found, asked) for found in navigate(item, steps, asked) for test in tests)

    return matches


def navigate(item: Item, steps: tuple[Step, ...], asked: Asked) -> list[Item]:
    """Return the values a discriminator's path leads to."""
    found = [item]
    for step in steps:
        found = [below for one in found for below in _step(one, step, asked)]
    return found


def _step(item: Item, step: Step, asked: Asked) -> Iterator[Item]:
    if step.name == "extension()":
        for one in children(item, "extension"):
            if one.properties.get("url") == step.argument:
                yield one
    elif step.name == "ofType()":
        if item.kind == step.argument:
            yield item
    elif step.name == "resolve()":
        reference = item.properties.get("reference")
        resource = asked.resolve(reference) if isinstance(reference, str) else None
        if resource is not None:
            yield Item(resource, None, str(resource.get("resourceType", "")), item.place)
    else:
        yield from children(item, step.name)


def _existence(steps: tuple[Step, ...], targets: list["_Target"]) -> Matcher | None:
    elements = [target.element for target in targets if target.element is not None]
    if any(element.max == 0 for element in elements):
        return lambda item, asked: not navigate(item, steps, asked)
    if any(element.min > 0 for element in elements):
        return lambda item, asked: bool(navigate(item, steps, asked))
    return None


class _Target(NamedTuple):
    """What a slice says of the place its discriminator names: an element, or the part of a value fixed above it."""

    element: SnapshotElement | None
    value: Any = None


def _targets(
    registry: Registry, slice_: SnapshotElement, sliced: SnapshotElement, steps: tuple[Step, ...]
) -> Iterator[_Target]:
    found = [_Target(slice_), *(_Target(one) for one in slice_.slices.values())]
    for step in steps:
        found = [below for target in found for below in _below(registry, target, step)]
    yield from found


def _below(registry: Registry, target: _Target, step: Step) -> list[_Target]:
    element = target.element
    if element is None:
        return [_Target(None, part) for part in _parts(target.value, step)]
    if step.name in {"resolve()", "ofType()"}:
        return [target]
    for prefix in ("fixed", "pattern"):
        if (value := element.value_of(prefix)) is not None:
            return [_Target(None, part) for part in _parts(value, step)]
    if step.name == "url" and not element.children and (urls := _profiles(element)):
        return [_Target(None, url) for url in urls]
    return [_Target(one) for one in _elements_below(registry, element, step)]


def _elements_below(registry: Registry, element: SnapshotElement, step: Step) -> list[SnapshotElement]:
    for tree in _trees(registry, element):
        if step.name == "extension()":
            found = _extension_slice(tree, step.argument)
        else:
            child = tree.children.get(step.name) or tree.children.get(f"{step.name}[x]")
            found = [] if child is None else [child, *child.slices.values()]
        if found:
            return found
    return []


def _trees(registry: Registry, element: SnapshotElement) -> Iterator[SnapshotElement]:
    """Yield the element, then the profiles its type must follow: where its own children may be described."""
    yield element
    for kind in element.types:
        for url in kind.get("profile", ()):
            structure = registry.get("StructureDefinition", url)
            tree = snapshot_tree(structure) if structure else None
            if tree is not None:
                yield tree


def _extension_slice(tree: SnapshotElement, url: str) -> list[SnapshotElement]:
    extensions = tree.children.get("extension")
    if extensions is None:
        return []
    return [one for one in extensions.slices.values() if url in _profiles(one)]


def _profiles(element: SnapshotElement) -> tuple[str, ...]:
    return tuple(url.partition("|")[0] for kind in element.types for url in kind.get("profile", ()))


def _parts(value: Any, step: Step) -> list[Any]:
    part = value.get(step.name) if isinstance(value, dict) else None
    if part is None:
        return []
    return part if isinstance(part, list) else [part]


def _tests(kind: str, target: _Target) -> list[_Test]:
    element = target.element
    if element is None:
        expected = target.value
        return [lambda item, asked: fits_pattern(item.value, expected)]
    if kind == "type":
        return _type_tests(element)
    if kind == "profile":
        urls = tuple(
            url for one in element.types for url in (one.get("profile") or one.get("targetProfile") or ())
        )
        return [lambda item, asked: asked.conforms(item, urls)] if urls else []
    return _value_tests(element)


def _type_tests(element: SnapshotElement) -> list[_Test]:
    kinds = frozenset(type_codes(element))
    kinds |= {json_name("", kind) for kind in kinds if kind}

    def is_of_type(item: Item, asked: Asked) -> bool:
        value = item.value
        resource_type = value.get("resourceType") if isinstance(value, dict) else None
        return (resource_type or item.kind) in kinds

    return [is_of_type] if kinds else []


def _value_tests(element: SnapshotElement) -> list[_Test]:
    fixed, pattern = element.value_of("fixed"), element.value_of("pattern")
    if fixed is not None:
        return [lambda item, asked: is_same(item.value, fixed)]
    if pattern is not None:
        return [lambda item, asked: fits_pattern(item.value, pattern)]
    bound = element.definition.get("binding") or {}
    if bound.get("strength") == "required" and bound.get("valueSet"):
        value_set = str(bound["valueSet"])
        return [lambda item, asked: asked.is_member(item, value_set)]
    return []
