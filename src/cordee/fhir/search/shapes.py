"""The types of elements, followed by name: what an expression's steps meet in the JSON of a resource."""

from collections.abc import Iterator

import msgspec

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.search.expressions import Step

_SYSTEM_TYPES = "http://hl7.org/fhirpath/System."
_NESTED = frozenset({"BackboneElement", "Element"})
_ALSO: dict[str, frozenset[str]] = {
    "Quantity": frozenset("Age Count Distance Duration SimpleQuantity MoneyQuantity".split()),
    "string": frozenset("markdown code id".split()),
    "uri": frozenset("url canonical oid uuid".split()),
    "dateTime": frozenset(("date",)),
}
"""Types that count as another one when an expression asks for that one."""


class Child(msgspec.Struct, frozen=True):
    """One place below an element: the JSON property, and the type of what is there.

    The type of an element defined in place is its path: `Observation.component`.
    """

    key: str
    type: str
    is_list: bool


def children(registry: Registry, type_name: str, name: str) -> tuple[Child, ...]:
    """Return the places an element name leads to; a choice leads to one for each of its types."""
    table = registry.memo(("search-shapes", type_name), lambda known: _children(known, type_name))
    return table.get(name, ())


def is_of(type_name: str, wanted: str) -> bool:
    """Return whether a type counts as the wanted one, whose first letter's case is not held against it."""
    return any(
        type_name == spelled or type_name in _ALSO.get(spelled, ())
        for spelled in (wanted, wanted[:1].lower() + wanted[1:])
    )


def final_types(registry: Registry, type_name: str, steps: tuple[Step, ...]) -> set[str]:
    """Return the types an expression may end at, starting from an element of `type_name`."""
    found = {type_name}
    for step in steps:
        if step.name:
            found = {child.type for one in found for child in children(registry, one, step.name)}
        elif step.as_type:
            found = {one for one in found if is_of(one, step.as_type)}
    return found


def _children(registry: Registry, type_name: str) -> dict[str, tuple[Child, ...]]:
    owner = type_name.partition(".")[0]
    structure = registry.type_structure(owner)
    found: dict[str, list[Child]] = {}
    for element in structure["snapshot"]["element"] if structure else ():
        parent, _, name = element["path"].rpartition(".")
        if parent == type_name:
            for child in _places(element, name):
                found.setdefault(name.removesuffix("[x]"), []).append(child)
    return {name: tuple(places) for name, places in found.items()}


def _places(element: Json, name: str) -> Iterator[Child]:
    is_list = element.get("max") not in ("0", "1")
    if "contentReference" in element:
        yield Child(name, element["contentReference"].rpartition("#")[2], is_list)
    for one in element.get("type", ()):
        code = str(one["code"]).removeprefix(_SYSTEM_TYPES)
        code = {"String": "string"}.get(code, code)
        if name.endswith("[x]"):
            yield Child(name[:-3] + code[:1].upper() + code[1:], code, is_list)
        else:
            yield Child(name, element["path"] if code in _NESTED else code, is_list)
