"""The traits of identity of a Patient, in the form they are compared in."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.normalized import normalize
from cordee.fhir.systems import FR_BIRTH_LIST_GIVEN_NAME

NAMES_MAX = 20
"""Family names, given-name lists, and given names of one list, that count: every pair of two people is compared."""
NAME_CHARACTERS_MAX = 200

_MARRIED = re.compile(r" (?:nee|ne|epouse|ep|epx|veuve|vve) ")
"""What stands between two family names written as one: `Durand née Martin`, `Martin épouse Durand`."""


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What identifies a person. Texts are normalized: no accents, lower case, words separated by one space.

    `families` are all family names of any use; `givens` the given names of each name, in order.
    """

    families: tuple[str, ...] = ()
    givens: tuple[tuple[str, ...], ...] = ()
    birth_date: str = ""
    gender: str = ""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    postal_codes: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()

    @property
    def are_enough(self) -> bool:
        """Return whether they can tell anybody: an identifier, both names, or one name and a birth date."""
        has_family, has_given = bool(self.families), bool(self.givens)
        return (
            bool(self.identifiers)
            or (has_family and has_given)
            or bool((has_family or has_given) and self.birth_date)
        )


def traits_of(patient: Json) -> Traits:
    """Return the traits of a Patient resource; what it does not have is empty."""
    names = [name for name in _list(patient, "name") if isinstance(name, dict)]
    addresses = [one for one in _list(patient, "address") if isinstance(one, dict)]
    return Traits(
        families=_unique(part for name in names for part in _families(name)),
        givens=_unique(found for name in names for found in _givens(name)),
        birth_date=_text(patient.get("birthDate")),
        gender=_text(patient.get("gender")),
        identifiers=frozenset(
            (_text(one.get("system")), _text(one.get("value")).replace(" ", ""))
            for one in _list(patient, "identifier")
            if isinstance(one, dict) and one.get("value")
        ),
        postal_codes=frozenset(normalize(_text(one.get("postalCode"))) for one in addresses) - {""},
        cities=frozenset(normalize(_text(one.get("city"))) for one in addresses) - {""},
    )


def _families(name: Json) -> Iterator[str]:
    whole = _name(name.get("family"))
    yield from (part.strip() for part in _MARRIED.split(whole) if part.strip())


def _givens(name: Json) -> Iterator[tuple[str, ...]]:
    found = tuple(part for given in _list(name, "given")[:NAMES_MAX] if (part := _name(given)))
    if found:
        yield found
    for extension in _list(name, "extension"):
        if isinstance(extension, dict) and extension.get("url") == FR_BIRTH_LIST_GIVEN_NAME:
            listed = tuple(_name(extension.get("valueString")).split()[:NAMES_MAX])
            if listed:
                yield listed


def _name(value: Any) -> str:
    return normalize(_text(value)[:NAME_CHARACTERS_MAX])


def _unique(found: Iterator[Any]) -> tuple[Any, ...]:
    return tuple(islice(dict.fromkeys(found), NAMES_MAX))


def _list(content: Json, name: str) -> list[Any]:
    value = content.get(name)
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
