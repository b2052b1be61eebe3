"""Compile a profile: its snapshot, minus what the type it constrains already asks, as a tree of rules."""

from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.validation.discriminators import matcher
from cordee.fhir.validation.formats import PRIMITIVES
from cordee.fhir.validation.place import Name
from cordee.fhir.validation.rules import Profile, Rule, Slice, Slicing
from cordee.fhir.validation.shapes import (
    Binding,
    Element,
    Invariant,
    Shape,
    binding_of,
    invariants_of,
    json_name,
    shape_of,
    target_types,
    type_codes,
)
from cordee.fhir.validation.snapshot import SnapshotElement, snapshot_tree


def profile_of(registry: Registry, canonical: str) -> Profile | None:
    """Return the compiled profile at `url|version`, None when it is not in force or has no snapshot.

    Cost: compiled at the first call, kept with the registry.
    """
    return registry.memo(("validation profile", canonical), lambda known: _load(known, canonical))


def versions_of(registry: Registry, canonical: str) -> tuple[str, ...]:
    """Return `url|version` of every version in force of a profile, those installed last first.

    When `canonical` names a version, it is the only one. Empty when there is none.
    """
    known = registry.memo("validation profile versions", _versions)
    url, _, version = canonical.partition("|")
    found = known.get(url, ())
    return tuple(one for one in found if one == canonical) if version else found


def compile_profile(registry: Registry, structure: Json) -> Profile | None:
    """Return what a StructureDefinition adds to the R4 type it constrains; None without a snapshot."""
    tree = snapshot_tree(structure)
    shape = shape_of(registry, str(structure.get("type", "")))
    if tree is None or shape is None:
        return None
    label = _label(structure)
    root = _Compiler(registry, label).root(tree, shape)
    return Profile(str(structure.get("url", "")), label, shape.kind, root)


def _load(registry: Registry, canonical: str) -> Profile | None:
    structure = registry.get("StructureDefinition", canonical)
    return compile_profile(registry, structure) if structure else None


def _versions(registry: Registry) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, entry in registry.places("StructureDefinition"):
        found[entry.url] = (f"{entry.url}|{entry.version}", *found.get(entry.url, ()))
    return found


def _label(structure: Json) -> str:
    name = str(structure.get("id") or structure.get("name") or structure.get("url", "")).rpartition("/")[2]
    version = structure.get("version")
    return f"{name}|{version}" if version else name


class _Compiler:
    """Walks one snapshot beside the shapes of the types it is made of."""

    def __init__(self, registry: Registry, label: str) -> None:
        self._registry = registry
        self._label = label

    def root(self, tree: SnapshotElement, shape: Shape) -> Rule:
        """Return the rule about the whole value."""
        return Rule(
            stem="",
            names=(),
            source=self._label,
            invariants=self._added_invariants(tree, shape.invariants),
            children=self._children(tree, shape),
        )

    def _children(self, item: SnapshotElement, shape: Shape | None) -> tuple[Rule, ...]:
        if shape is None:
            return ()
        rules = []
        for name, child in item.children.items():
            element = shape.elements.get(name)
            rule = self._rule(child, element) if element is not None else None
            if rule is not None and not rule.is_empty:
                rules.append(rule)
        return tuple(rules)

    def _rule(self, item: SnapshotElement, element: Element) -> Rule:
        kinds = type_codes(item) or element.types
        return Rule(
            stem=element.name,
            names=_names(element),
            source=self._label,
            inline=element.inline.path if element.inline is not None else "",
            min=item.min if item.min > element.min else 0,
            max=item.max if item.max != element.max else None,
            kinds=_left_kinds(kinds, element),
            fixed=item.value_of("fixed"),
            pattern=item.value_of("pattern"),
            binding=_added_binding(binding_of(item.definition, self._label), element.binding),
            invariants=self._added_invariants(item, self._known_invariants(element, kinds)),
            targets=_added_targets(item, element),
            is_contained=_is_contained(item),
            profiles=_added_profiles(item, element),
            length_max=_limit(item, "maxLength"),
            lowest=item.value_of("minValue"),
            highest=item.value_of("maxValue"),
            children=self._children(item, self._shape_below(element, kinds)),
            slicing=self._slicing(item, element),
        )

    def _shape_below(self, element: Element, kinds: tuple[str, ...]) -> Shape | None:
        if element.inline is not None:
            return element.inline
        return shape_of(self._registry, kinds[0]) if len(kinds) == 1 else None

    def _known_invariants(self, element: Element, kinds: tuple[str, ...]) -> tuple[Invariant, ...]:
        known = element.invariants
        for kind in kinds:
            shape = shape_of(self._registry, kind)
            known += shape.invariants if shape is not None else ()
        return known

    def _added_invariants(self, item: SnapshotElement, known: tuple[Invariant, ...]) -> tuple[Invariant, ...]:
        keys = {rule.key for rule in known}
        return tuple(
            rule._replace(source=self._label)
            for rule in invariants_of(item.definition, self._label)
            if rule.key not in keys
        )

    def _slicing(self, item: SnapshotElement, element: Element) -> Slicing | None:
        definition = item.definition.get("slicing") or {}
        if not item.slices and definition.get("rules", "open") == "open":
            return None
        slices, is_decidable = [], True
        for name, one in item.slices.items():
            matchers = [
                matcher(self._registry, asked, item, one) for asked in _discriminators(definition, item)
            ]
            is_decidable = is_decidable and bool(matchers) and None not in matchers
            known = tuple(found for found in matchers if found is not None)
            rule = self._rule(one, element)
            slices.append(Slice(name, one.min, one.max, known, _without_count(rule, item)))
        return Slicing(
            tuple(slices), str(definition.get("rules", "open")), bool(definition.get("ordered")), is_decidable
        )


def _discriminators(definition: Json, item: SnapshotElement) -> list[Json]:
    """Return the discriminators of a slicing; extensions are sliced by their address even when it does not say so."""
    given = list(definition.get("discriminator", ()))
    if not given and item.name in {"extension", "modifierExtension"}:
        return [{"type": "value", "path": "url"}]
    if not given and item.name.endswith("[x]"):
        return [{"type": "type", "path": "$this"}]
    return given


def _without_count(rule: Rule, item: SnapshotElement) -> Rule:
    """Return a slice's rule without what is counted elsewhere: its values are already those of the slice."""
    rule.min, rule.max = 0, None
    if item.name.endswith("[x]"):
        rule.kinds = None
    return rule


def _names(element: Element) -> tuple[Name, ...]:
    kinds = element.types or ("",)
    if len(element.properties) == 1:
        return (Name(element.properties[0], kinds[0], kinds[0] in PRIMITIVES),)
    return tuple(Name(json_name(element.name, kind), kind, kind in PRIMITIVES) for kind in kinds)


def _left_kinds(kinds: tuple[str, ...], element: Element) -> frozenset[str] | None:
    """Return the types a profile leaves of an element's; profiles repeat R4's wrong type of `Resource.id`."""
    return frozenset(kinds) if set(kinds) != set(element.types) and element.name != "id" else None


def _added_binding(binding: Binding | None, known: Binding | None) -> Binding | None:
    if binding is None or known is None:
        return binding
    is_same_set = binding.value_set.partition("|")[0] == known.value_set.partition("|")[0]
    is_stronger = binding.strength == "required" and known.strength != "required"
    return None if is_same_set and not is_stronger else binding


def _added_targets(item: SnapshotElement, element: Element) -> tuple[str, ...]:
    if not any(kind.get("code") == "Reference" for kind in item.types):
        return ()
    targets = target_types(item.types)
    return targets if set(targets) != set(element.targets) else ()


def _is_contained(item: SnapshotElement) -> bool:
    return any(kind.get("aggregation") == ["contained"] for kind in item.types)


def _added_profiles(item: SnapshotElement, element: Element) -> dict[str, tuple[str, ...]]:
    return {
        str(kind["code"]): tuple(kind["profile"])
        for kind in item.types
        if kind.get("profile") and tuple(kind["profile"]) != element.profiles.get(kind["code"])
    }


def _limit(item: SnapshotElement, name: str) -> int | None:
    value: Any = item.definition.get(name)
    return value if isinstance(value, int) else None
