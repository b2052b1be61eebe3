"""The pivot identity of FranceConnect, and whether a Patient is that person by strict traits.

Source: FranceConnect, identité pivot; RNIV, traits stricts: birth name, given names, birth date, sex, birthplace.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.fhir.r4 import HumanName, Patient

TEXT_LENGTH_MAX = 200
_PLACE = re.compile(r"\d[\dAB]\d{3}")
_NOT_LETTERS = re.compile(r"[^A-Z]+")
FRANCE = "99100"


class Pivot(msgspec.Struct, frozen=True, kw_only=True):
    """Who the State says somebody is. `birthplace` is the commune, or the country when born abroad (COG)."""

    family: str
    given: tuple[str, ...]
    gender: str
    born_on: str
    birthplace: str

    @property
    def called(self) -> str:
        """Return how the person is called: first given name and birth name."""
        return f"{self.given[0].title()} {self.family.title()}"


def pivot_of(claims: Mapping[str, Any]) -> Pivot | None:
    """Return the pivot identity of a userinfo, or None when a trait is missing: less than all proves nothing."""
    family, given = _text(claims, "family_name"), tuple(_text(claims, "given_name").split())
    gender, born_on = _text(claims, "gender"), _text(claims, "birthdate")
    country = _text(claims, "birthcountry")
    place = _text(claims, "birthplace") or (country if country != FRANCE else "")
    is_whole = bool(family and given) and gender in {"female", "male"}
    if not is_whole or not _is_day(born_on) or not _PLACE.fullmatch(place):
        return None
    return Pivot(family=family, given=given, gender=gender, born_on=born_on, birthplace=place)


def is_that_person(patient: Patient, pivot: Pivot) -> bool:
    """Return whether every strict trait of a Patient is that of the pivot identity.

    A trait the record does not hold is no trait in common. Given names are compared whole when the record has their
    list, else by the first one. Accents, case and hyphens do not count. Who died does not sign in.
    """
    official = next((name for name in patient.name or () if name.use == "official"), None)
    died = patient.deceasedDateTime is not None or patient.deceasedBoolean is True
    return (
        official is not None
        and not died
        and patient.active is not False
        and plain(official.family or "") == plain(pivot.family)
        and _has_given(official, pivot)
        and patient.gender == pivot.gender
        and patient.birthDate == pivot.born_on
        and _birthplace(patient) == pivot.birthplace
    )


def plain(text: str) -> str:
    """Return a name as strict traits compare it: unaccented capitals, one space between words."""
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).upper()
    unaccented = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_LETTERS.sub(" ", unaccented).strip()


def _has_given(official: HumanName, pivot: Pivot) -> bool:
    for one in official.extension or ():
        if one.url == systems.FR_BIRTH_LIST_GIVEN_NAME:
            return plain(one.valueString or "") == plain(" ".join(pivot.given))
    first = (official.given[0] if official.given else None) or ""
    return bool(plain(first)) and plain(first) == plain(pivot.given[0])


def _birthplace(patient: Patient) -> str:
    for place in patient.extension or ():
        if place.url == systems.BIRTH_PLACE and place.valueAddress is not None:
            for part in place.valueAddress.extension or ():
                if part.url == systems.FR_INSEE_CODE and part.valueCoding is not None:
                    return part.valueCoding.code or ""
    return ""


def _is_day(text: str) -> bool:
    """Return whether a text is a whole date: FranceConnect also says `1942-00-00` of who knows no more."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    return found.strip()[:TEXT_LENGTH_MAX] if isinstance(found, str) else ""
