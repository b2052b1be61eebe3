"""Put values into a resource at a path, in the form its definition asks: lists, choices, types close to one another."""

import re
from typing import Any

from cordee.fhir.conversions import convert, plain
from cordee.fhir.elements import Element, element_of
from cordee.fhir.json_value import Json
from cordee.fhir.path import Node

_STEP = re.compile(r"([A-Za-z]\w*)(?:\[(\d{1,3})\])?")
INDEX_MAX = 100
STEPS_MAX = 12


class UnplaceableError(ValueError):
    """The path names no element, or the value has no form the element can take. Carries no value."""


def open_at(target: Json, path: str, root: tuple[str, str] | None = None) -> tuple[Json, tuple[str, str]]:
    """Return the object at `path`, made when it is not there, and by which (structure, path) it is defined.

    In a list a new one is added each time.

    Raises: UnplaceableError.
    """
    elements = _elements(target, path, root)
    last = elements[-1][0]
    if not last.children[0]:
        raise UnplaceableError("the element has no elements of its own")
    holder = _holder(target, elements[:-1])
    made: Json = {}
    if last.is_list:
        holder.setdefault(last.name, []).append(made)
    else:
        made = holder.setdefault(last.name, made)
    return made, last.children


def place(
    target: Json,
    path: str,
    values: list[Node],
    root: tuple[str, str] | None = None,
    *,
    adds: bool = False,
) -> None:
    """Set what stands at `path` of a resource to the values, or remove it when there is none.

    When it `adds`, values of a list go after those it has.

    `path` is dotted, with optional indexes: `dispenseRequest.quantity`, `dosageInstruction[0].text`. `root` is the
    (structure, path) the target is defined by when it is part of a resource.

    Raises: UnplaceableError; nothing was set then.
    """
    elements = _elements(target, path, root)
    last = elements[-1][0]
    if not values:
        _remove(target, elements)
        return
    formed = [fitted(node, last.types) for node in (values if last.is_list else values[:1])]
    holder = _holder(target, elements[:-1])
    key = last.key(formed[0][0])
    for type_ in last.types if last.is_choice else ():
        holder.pop(last.key(type_), None)
    found = [value for _, value in formed]
    if adds and last.is_list:
        found = [*holder.get(key, ()), *found]
    _set(holder, key, found, last.is_list, elements[-1][1])


def fitted(node: Node, types: tuple[str, ...]) -> tuple[str, Any]:
    """Return type and JSON value of a node as one of the types an element may have.

    Raises: UnplaceableError when it fits none.
    """
    own, value = node.type.removeprefix("System.").removeprefix("FHIR."), node.value
    own = own[:1].lower() + own[1:] if node.type.startswith("System.") and own != "Quantity" else own
    if own in types:
        return own, plain(value)
    for type_ in types:
        found = convert(own, plain(value), type_)
        if found is not None:
            return type_, found
    raise UnplaceableError(f"{own} is none of {', '.join(types)}")


def _elements(target: Json, path: str, root: tuple[str, str] | None) -> list[tuple[Element, int | None, str]]:
    structure, base = root or (target["resourceType"], target["resourceType"])
    elements: list[tuple[Element, int | None, str]] = []
    for name, index in _steps(path):
        element = element_of(structure, base, name)
        if element is None:
            raise UnplaceableError(f"no element {name[:40]} in {base}")
        elements.append((element, index, name))
        structure, base = element.children
    return elements


def _steps(path: str) -> list[tuple[str, int | None]]:
    found = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None or (match[2] and int(match[2]) > INDEX_MAX):
            raise UnplaceableError("the path is not a list of elements")
        found.append((match[1], int(match[2]) if match[2] else None))
    if not found or len(found) > STEPS_MAX:
        raise UnplaceableError("the path is empty or too long")
    return found


def _holder(target: Json, elements: list[tuple[Element, int | None, str]]) -> Json:
    here = target
    for element, index, name in elements:
        key = name if element.is_choice else element.name
        if not element.is_list:
            here = here.setdefault(key, {})
        else:
            items: list[Any] = here.setdefault(key, [])
            wanted = index if index is not None else max(len(items) - 1, 0)
            if wanted > len(items):
                raise UnplaceableError("an index beyond the end of the list")
            if wanted == len(items):
                items.append({})
            here = items[wanted]
        if not isinstance(here, dict):
            raise UnplaceableError("the path goes through a value without elements")
    return here


def _set(holder: Json, key: str, values: list[Any], is_list: bool, index: int | None) -> None:
    if not is_list:
        holder[key] = values[0]
    elif index is None:
        holder[key] = values
    else:
        items: list[Any] = holder.setdefault(key, [])
        if index > len(items):
            raise UnplaceableError("an index beyond the end of the list")
        items[index : index + 1] = values[:1]


def _remove(target: Json, elements: list[tuple[Element, int | None, str]]) -> None:
    here: Any = target
    for element, index, name in elements[:-1]:
        here = here.get(name if element.is_choice else element.name)
        if isinstance(here, list):
            here = here[index or 0] if len(here) > (index or 0) else None
        if not isinstance(here, dict):
            return
    last = elements[-1][0]
    for key in [last.name, *(last.key(type_) for type_ in last.types)]:
        here.pop(key, None)
