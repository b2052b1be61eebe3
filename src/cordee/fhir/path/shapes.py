"""What the definitions say of each type: its base, and where its children stand in JSON."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

Json = dict[str, Any]

SYSTEM_TYPES = frozenset("Any Boolean String Integer Decimal Date DateTime Time Quantity".split())


class Child(msgspec.Struct, frozen=True):
    """An element below a type: one (key in JSON, type) by type it may have, and whether it repeats."""

    name: str
    keys: tuple[tuple[str, str], ...]
    is_list: bool


class Shape(msgspec.Struct, frozen=True):
    """One type: a published one (`Patient`, `HumanName`, `code`) or an element with children (`Patient.contact`)."""

    name: str
    base: str
    kind: str
    children: dict[str, Child]
    types: dict[str, str]
    """The type of each key in JSON."""


_UNKNOWN = Shape("", "", "unknown", {}, {})


class Shapes:
    """The types of one set of definitions, read when first asked for; immutable to its users."""

    def __init__(self, structure_of: Callable[[str], Json | None]) -> None:
        """Take the function that gives the base StructureDefinition of a type name."""
        self._structure_of = structure_of
        self._shapes: dict[str, Shape] = {}
        self._lineages: dict[str, tuple[str, ...]] = {}

    def shape(self, name: str) -> Shape:
        """Return the shape of a type, without children when nobody defines it."""
        found = self._shapes.get(name)
        if found is None:
            root = name.partition(".")[0]
            structure = self._structure_of(root) if root and root != "System" else None
            if structure is None or structure.get("derivation") == "constraint":
                return _UNKNOWN
            self._shapes |= {shape.name: shape for shape in _shapes(structure)}
            found = self._shapes.get(name, _UNKNOWN)
        return found

    def is_known(self, name: str) -> bool:
        """Return whether the definitions introduce this FHIR type."""
        return self.shape(name) is not _UNKNOWN

    def is_primitive(self, name: str) -> bool:
        """Return whether this is a FHIR primitive type such as `code`."""
        return self.shape(name).kind == "primitive-type"

    def is_resource(self, name: str) -> bool:
        """Return whether this is a resource type, `Resource` and `DomainResource` included."""
        return self.shape(name).kind == "resource"

    def child(self, type_name: str, name: str) -> Child | None:
        """Return the element `name` below a type, None when there is none."""
        return self.shape(type_name).children.get(name)

    def lineage(self, name: str) -> tuple[str, ...]:
        """Return the type and all it derives from, itself first."""
        found = self._lineages.get(name)
        if found is None:
            found = self._lineages[name] = self._ancestry(name)
        return found

    def is_a(self, name: str, wanted: str) -> bool:
        """Return whether `name` is `wanted` or derives from it."""
        return name == wanted or wanted in self.lineage(name)

    def _ancestry(self, name: str) -> tuple[str, ...]:
        if name.startswith("System."):
            return (name, "System.Any")
        found = [name]
        while base := self.shape(found[-1]).base:
            found.append(base)
        return tuple(found)


def _shapes(structure: Json) -> Iterable[Shape]:
    elements = structure.get("snapshot", {}).get("element", [])
    children: dict[str, dict[str, Child]] = {}
    types: dict[str, str] = {}
    for element in elements[1:]:
        owner, _, last = element["path"].rpartition(".")
        child = _child(element, last)
        if last == "id" and structure["kind"] == "resource" and owner == structure["type"]:
            child = Child(
                "id", (("id", "id"),), is_list=False
            )  # the definitions say string, the specification id
        children.setdefault(owner, {})[child.name] = child
        types[element["path"]] = (element.get("type") or [{"code": "Element"}])[0]["code"]
    root = structure["type"]
    base = str(structure.get("baseDefinition", "")).rpartition("/")[2]
    own = children.pop(root, {})
    yield Shape(root, base, structure["kind"], own, _types(own))
    for path, below in children.items():
        yield Shape(path, types[path], "complex-type", below, _types(below))


def _types(children: dict[str, Child]) -> dict[str, str]:
    return {key: kind for child in children.values() for key, kind in child.keys}


def _child(element: Json, last: str) -> Child:
    is_list = element.get("max") not in {"0", "1"}
    if "contentReference" in element:
        return Child(last, ((last, element["contentReference"].partition("#")[2]),), is_list)
    codes = [_code(kind) for kind in element.get("type", [])]
    if last.endswith("[x]"):
        name = last[:-3]
        return Child(name, tuple((name + code[0].upper() + code[1:], code) for code in codes), is_list)
    code = codes[0] if codes else ""
    return Child(
        last, ((last, element["path"] if code in {"BackboneElement", "Element"} else code),), is_list
    )


def _code(kind: Json) -> str:
    code = str(kind["code"])
    if code.startswith("http://hl7.org/fhirpath/"):
        for extension in kind.get("extension", []):
            if extension.get("url", "").endswith("structuredefinition-fhir-type"):
                return str(extension.get("valueUrl", "string"))
        return code.rpartition("/")[2]
    return code
