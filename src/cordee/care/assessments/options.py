"""The choices of a question as a person meets them, and the one that stands for an answer."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.sdc import is_same, value_in
from cordee.fhir.sdc.extensions import OPTION_EXCLUSIVE, value_of
from cordee.fhir.sdc.points import with_points_of_option

PILLS_MAX = 20
"""Choices shown one beside the other; a longer list, of which one is chosen, unfolds instead."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to choose: `key` names it in the form, `answer` is what is stored."""

    key: str
    words: str
    answer: Json
    excludes_others: bool = False


def options_of(item: Json) -> tuple[Option, ...]:
    """Return the choices of an item, each under a key of its own: its code, after its system where two share one."""
    return tuple(_keyed(_options(item)))


def option_for(options: Iterable[Option], value: Any) -> Option | None:
    """Return the choice that stands for a value: the same one, or the same code of the same system."""
    found = [(one, value_in(one.answer)) for one in options]
    equal = (one for one, its in found if its == value)
    coded = (one for one, its in found if isinstance(value, dict) and is_same(value, its))
    return next(equal, None) or next(coded, None)


def option_of_coding(coding: Json, taken: Iterable[str], words: str) -> Option:
    """Return a choice for a code beside others, whose keys are `taken`."""
    one = Option(key=str(coding.get("code") or words), words=words, answer={"valueCoding": coding})
    return _apart(one, set(taken))


def _options(item: Json) -> Iterator[Option]:
    for one in item.get("answerOption", ()):
        name = next((name for name in one if name.startswith("value")), None)
        if name is None:
            continue
        value = one[name]
        if isinstance(value, dict):
            value = with_points_of_option(value, one)
            key = value.get("code") or value.get("display") or value.get("reference") or ""
            words = value.get("display") or value.get("code") or ""
        else:
            key = words = str(value)
        excludes = value_of(one, OPTION_EXCLUSIVE) is True
        yield Option(key=str(key), words=str(words), answer={name: value}, excludes_others=excludes)


def _keyed(options: Iterable[Option]) -> Iterator[Option]:
    taken: set[str] = set()
    for one in options:
        apart = _apart(one, taken)
        taken.add(apart.key)
        yield apart


def _apart(option: Option, taken: set[str]) -> Option:
    if option.key not in taken:
        return option
    value = value_in(option.answer)
    system = value.get("system", "") if isinstance(value, dict) else ""
    return msgspec.structs.replace(option, key=f"{system}|{option.key}")
