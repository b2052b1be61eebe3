"""The names that stand beside references in a resource, wherever they are: found, and changed. Pure.

Extensions, contained resources and the entries of a Bundle are looked into like every other element.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from cordee.fhir.codec import encode
from cordee.fhir.json_value import objects_within, read_json, write_json
from cordee.fhir.r4 import Reference

# We write elements in the order of the definition and without white space: a name comes after its reference, in the
# same object.
_GOES_ON = re.compile(rb'"reference":"(?:[^"\\]|\\.)*"[^}]')
_HOLDS_RESOURCES = (b'"contained":[', b'"entry":[', b'"parameter":[')

Decide = Callable[[str, str], str | None]
"""Given a reference and the name beside it, the name to stand there; None for no name."""


def displays(resource: Any) -> list[tuple[str, str]]:
    """Return each reference of a typed resource that carries a name, with that name.

    Cost: that of encoding it where nothing carries one, a walk through it otherwise.
    """
    text = encode(resource)
    if _GOES_ON.search(text) is None and not any(one in text for one in _HOLDS_RESOURCES):
        return []
    found: list[tuple[str, str]] = []

    def note(reference: str, display: str) -> str:
        found.append((reference, display))
        return display

    redisplay(resource, note)
    return found


def redisplay(resource: Any, decide: Decide) -> None:
    """Have the name beside each reference of a typed resource be what `decide` says; others stay as they are."""
    left = [resource]
    while left:
        one = left.pop()
        if type(one) is Reference and one.reference and one.display:
            one.display = decide(one.reference, one.display)
        for name in _nesting(one.__class__):
            value = getattr(one, name)
            if value is None:
                continue
            if type(value) is list:
                _look_into(value, left, decide)
            elif type(value) is msgspec.Raw:
                setattr(one, name, _redisplayed(value, decide))
            else:
                left.append(value)


def _look_into(values: list[Any], left: list[Any], decide: Decide) -> None:
    for place, one in enumerate(values):
        if type(one) is msgspec.Raw:
            values[place] = _redisplayed(one, decide)
        elif one is not None:
            left.append(one)


def _redisplayed(raw: msgspec.Raw, decide: Decide) -> msgspec.Raw:
    """Return the JSON of a resource inside another; the same bytes when no name changes."""
    text = bytes(raw)
    if b'"display"' not in text or b'"reference"' not in text:
        return raw
    value = read_json(text)
    changed = [_decided(one, decide) for one in objects_within(value)]
    return msgspec.Raw(write_json(value)) if any(changed) else raw


def _decided(one: dict[str, Any], decide: Decide) -> bool:
    reference, display = one.get("reference"), one.get("display")
    if not (isinstance(reference, str) and isinstance(display, str) and reference and display):
        return False
    name = decide(reference, display)
    if name == display:
        return False
    if name is None:
        del one["display"]
    else:
        one["display"] = name
    return True


@cache
def _nesting(kind: Any) -> tuple[str, ...]:
    """Return those of the elements of a type that may hold others."""
    if not issubclass(kind, msgspec.Struct):
        return ()
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if any(map(_nests, _parts(hints[name]))))


def _nests(kind: Any) -> bool:
    return kind is msgspec.Raw or (isinstance(kind, type) and issubclass(kind, msgspec.Struct))


def _parts(hint: Any) -> Iterable[Any]:
    """Yield the types a hint is made of: those of unions and lists apart."""
    inner = get_args(hint)
    if not inner:
        yield hint
    for one in inner:
        yield from _parts(one)
