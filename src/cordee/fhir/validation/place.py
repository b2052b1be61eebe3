"""Values of a resource as rules look at them: what came, beside its `_` sibling, with its type and its place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cordee.fhir.json_value import Json
from cordee.fhir.validation.formats import PRIMITIVES

_NOTHING: Json = {}


class Item(NamedTuple):
    """One value. `beside` is the object that carries id and extensions of a primitive; `place` a FHIRPath."""

    value: Any
    beside: Json | None
    kind: str
    place: str

    @property
    def properties(self) -> Json:
        """Return the object below this value: its own properties, or those beside a primitive."""
        if isinstance(self.value, dict):
            return self.value
        return self.beside if isinstance(self.beside, dict) else _NOTHING


class Name(NamedTuple):
    """One JSON property that may carry an element, and the type it says the value has."""

    json: str
    kind: str
    is_primitive: bool


def child_place(place: str, stem: str, name: str, kind: str) -> str:
    """Return the FHIRPath of a property: `Observation.value.ofType(Quantity)` for `valueQuantity`."""
    return f"{place}.{stem}" if stem == name else f"{place}.{stem}.ofType({kind})"


def items_of(parent: Item, stem: str, names: tuple[Name, ...]) -> list[Item]:
    """Return the values of one element of `parent`, in order; a list and its `_` sibling are read together."""
    found: list[Item] = []
    properties = parent.properties
    for name in names:
        value = properties.get(name.json)
        beside = properties.get(f"_{name.json}") if name.is_primitive else None
        if value is None and beside is None:
            continue
        place = child_place(parent.place, stem, name.json, name.kind)
        if isinstance(value, list) or isinstance(beside, list):
            found.extend(_paired(value, beside, name.kind, place))
        else:
            found.append(Item(value, beside, name.kind, place))
    return found


def children(item: Item, step: str) -> list[Item]:
    """Return the values of the element called `step`, whatever type a choice element (`value`) has."""
    properties = item.properties
    if step in properties or f"_{step}" in properties:
        return items_of(item, step, (Name(step, "", f"_{step}" in properties),))
    names = []
    for key in properties:
        kind = _kind_in(key, step)
        if kind:
            names.append(Name(key, kind, kind in PRIMITIVES))
    return items_of(item, step, tuple(names))


def _kind_in(key: str, stem: str) -> str:
    """Return the type a JSON name says after its stem: `valueString` says string."""
    suffix = key[len(stem) :]
    if not key.startswith(stem) or not suffix[:1].isupper():
        return ""
    lowered = suffix[0].lower() + suffix[1:]
    return lowered if lowered in PRIMITIVES else suffix


def _paired(value: Any, beside: Any, kind: str, place: str) -> Iterator[Item]:
    values = value if isinstance(value, list) else []
    others = beside if isinstance(beside, list) else []
    for index in range(max(len(values), len(others))):
        one = values[index] if index < len(values) else None
        other = others[index] if index < len(others) else None
        if one is not None or other is not None:
            yield Item(one, other, kind, f"{place}[{index}]")
