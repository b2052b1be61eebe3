"""What an element of a resource is, by its path: its types, whether it repeats, whether it is a choice."""

from collections.abc import Mapping
from typing import Any

import msgspec

from cordee.fhir.definitions import Registry, registry


class Element(msgspec.Struct, frozen=True):
    """One element: `name` as defined (`value[x]` without the brackets), the types it may have, where its children are.

    `children` is the (structure, path) under which its own elements are defined.
    """

    name: str
    types: tuple[str, ...]
    is_list: bool
    is_choice: bool
    children: tuple[str, str]

    def key(self, type_: str) -> str:
        """Return the property that holds a value of a type in JSON: `valueQuantity` for a choice."""
        return f"{self.name}{type_[:1].upper()}{type_[1:]}" if self.is_choice else self.name


def element_of(structure: str, path: str, name: str) -> Element | None:
    """Return the element called `name` under `path` of a type's structure, or None when there is none.

    A choice is found by its stem and by the name of one of its forms: `value` and `valueQuantity`.
    """
    return _elements(structure).get(path, {}).get(name)


def _elements(structure: str) -> Mapping[str, Mapping[str, Element]]:
    return registry().memo(("elements", structure), lambda found: _read(found, structure))


def _read(definitions: Registry, structure: str) -> Mapping[str, Mapping[str, Element]]:
    definition = definitions.type_structure(structure)
    tree: dict[str, dict[str, Element]] = {}
    for one in definition["snapshot"]["element"] if definition is not None else ():
        parent, dot, last = one["path"].rpartition(".")
        if dot:
            stem = last.removesuffix("[x]")
            element = _element(structure, one, stem)
            names = {stem} | ({element.key(type_) for type_ in element.types} if element.is_choice else set())
            tree.setdefault(parent, {}).update(dict.fromkeys(names, element))
    return tree


def _element(structure: str, one: dict[str, Any], stem: str) -> Element:
    types = tuple(_code(type_) for type_ in one.get("type", ()))
    path = one["path"]
    if "contentReference" in one:
        children = (structure, one["contentReference"].partition("#")[2])
    elif types in (("BackboneElement",), ("Element",)):
        children = (structure, path)
    else:
        children = (types[0], types[0]) if len(types) == 1 else ("", "")
    most = one.get("max", "1")
    return Element(stem, types, most not in ("0", "1"), path.endswith("[x]"), children)


def _code(type_: dict[str, Any]) -> str:
    """Return the type's name; ids and urls of elements are written as FHIRPath strings in the definitions."""
    code: str = type_["code"]
    return "string" if code.startswith("http://hl7.org/fhirpath/") else code
