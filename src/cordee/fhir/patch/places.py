"""Places of a resource as JSON: an element of an object, or an item of a list, with what stands beside a primitive.

A list of primitives has a second list under `_key`, as long as the first, when one of them has an id or extensions.
"""

from typing import Any

from cordee.fhir.json_value import Json
from cordee.fhir.patch.values import Made


def put(owner: Json, made: Made) -> None:
    """Set an element that does not repeat."""
    _set(owner, made.key, made.content)
    _set(owner, f"_{made.key}", made.beside)


def insert(owner: Json, made: Made, index: int) -> None:
    """Insert an item into a list, which is made when there is none."""
    contents, besides = _lists(owner, made.key)
    contents.insert(index, made.content)
    besides.insert(index, made.beside)
    _store(owner, made.key, contents, besides)


def replace(owner: Json, made: Made, index: int) -> None:
    """Replace an item of a list."""
    contents, besides = _lists(owner, made.key)
    contents[index], besides[index] = made.content, made.beside
    _store(owner, made.key, contents, besides)


def remove(owner: Json, key: str, index: int | None) -> None:
    """Remove an element, or an item of a list; the last item takes the list with it."""
    if index is None:
        owner.pop(key, None)
        owner.pop(f"_{key}", None)
        return
    contents, besides = _lists(owner, key)
    del contents[index], besides[index]
    _store(owner, key, contents, besides)


def move(owner: Json, key: str, source: int, destination: int) -> None:
    """Move an item to another position of its list; the others close up."""
    contents, besides = _lists(owner, key)
    for items in (contents, besides):
        items.insert(destination, items.pop(source))
    _store(owner, key, contents, besides)


def size(owner: Json, key: str) -> int:
    """Return how many items a list has."""
    return len(_lists(owner, key)[0])


def _lists(owner: Json, key: str) -> tuple[list[Any], list[Any]]:
    """Return copies of a list and of what stands beside it, made equally long."""
    contents, besides = list(owner.get(key) or ()), list(owner.get(f"_{key}") or ())
    longest = max(len(contents), len(besides))
    return [*contents, *[None] * (longest - len(contents))], [*besides, *[None] * (longest - len(besides))]


def _store(owner: Json, key: str, contents: list[Any], besides: list[Any]) -> None:
    _set(owner, key, contents if any(item is not None for item in contents) else None)
    _set(owner, f"_{key}", besides if any(item is not None for item in besides) else None)


def _set(owner: Json, key: str, value: Any) -> None:
    if value is None:
        owner.pop(key, None)
    else:
        owner[key] = value
