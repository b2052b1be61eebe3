"""Values of a FHIRPath Patch: a part of Parameters made into an element as JSON has it."""

from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.path.shapes import Child, Shapes


class Made(msgspec.Struct, frozen=True):
    """An element: its key in JSON, its content, and what stands beside a primitive under `_key`."""

    key: str
    content: Any
    beside: Json | None = None


def element_of(shapes: Shapes, owner: str, name: str) -> Child | None:
    """Return the element of a type by its name or by one of its keys in JSON (`value`, `valueQuantity`)."""
    child = shapes.child(owner, name)
    if child is not None:
        return child
    every = [shapes.shape(type_).children for type_ in shapes.lineage(owner)]
    return next((one for all_ in every for one in all_.values() if name in dict(one.keys)), None)


def make(shapes: Shapes, child: Child, part: Json) -> Made | None:
    """Return the element a part says: `value[x]`, a resource, or parts named as the elements below.

    Returns None when the part says nothing, or something that element cannot be.
    """
    if "resource" in part:
        return Made(child.keys[0][0], part["resource"]) if len(child.keys) == 1 else None
    if isinstance(part.get("part"), list):
        content = _from_parts(shapes, child.keys[0][1], part["part"])
        return None if content is None or len(child.keys) != 1 else Made(child.keys[0][0], content)
    for name, value in part.items():
        if name.startswith("value"):
            return _made(shapes, child, name.removeprefix("value"), value, part.get(f"_{name}"))
        if name.startswith("_value") and name[1:] not in part:
            return _made(shapes, child, name.removeprefix("_value"), None, value)
    return None


def _made(shapes: Shapes, child: Child, suffix: str, content: Any, beside: Json | None) -> Made | None:
    """Return an element of a value; a value of another type than the element's is left to the check of the whole."""
    if len(child.keys) == 1:
        return Made(child.keys[0][0], content, beside)
    key = f"{child.name}{suffix}"
    return Made(key, content, beside) if key in dict(child.keys) else None


def _from_parts(shapes: Shapes, type_: str, parts: list[Any]) -> Json | None:
    found: Json = {}
    for part in parts:
        child = element_of(shapes, type_, part.get("name", "")) if isinstance(part, dict) else None
        made = make(shapes, child, part) if child is not None else None
        if child is None or made is None:
            return None
        if child.is_list:
            found.setdefault(made.key, []).append(made.content)
        else:
            found[made.key] = made.content
        if made.beside is not None and not child.is_list:
            found[f"_{made.key}"] = made.beside
    return found
