"""Finding one person by strict identity traits, and by nothing less.

The traits are those of the INS: birth name, first given name at birth, day of birth, sex, and the place of birth where
both sides know it. Case, accents, hyphens and apostrophes do not count. Source: RNIV, strict traits.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date

import msgspec

from cordee.access import Door
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, Patient
from cordee.fhir.search import parse_query

CANDIDATES_MAX = 200
GENDERS = ("female", "male")


class StrictTraits(msgspec.Struct, frozen=True, kw_only=True):
    """A person's identity as their papers say it; `birthplace` is an INSEE code, empty when unknown."""

    family: str
    given: str
    born_on: date
    gender: str
    birthplace: str = ""


async def person_of(door: Door, traits: StrictTraits) -> str | None:
    """Return the id of the one person with these traits among those the door sees; None when not exactly one.

    Cost: one search.
    """
    first_word = next(iter(_plain(traits.family).split()), "")
    if not first_word:
        return None
    pairs = [
        ("family", first_word),
        ("birthdate", traits.born_on.isoformat()),
        ("gender", traits.gender),
        ("_count", str(CANDIDATES_MAX)),
    ]
    rows = (await door.search(parse_query("Patient", pairs))).rows
    found = [row.id for row in rows if matches(row.resource, traits)]
    return found[0] if len(found) == 1 else None


def matches(patient: Patient, traits: StrictTraits) -> bool:
    """Return whether a person has these traits: none may differ, and the place of birth only counts where known."""
    official = next((one for one in patient.name or () if one.use == "official"), None)
    name = official or next(iter(patient.name or ()), None)
    if name is None or patient.active is False:
        return False
    place = birthplace_of(patient)
    return (
        _plain(name.family or "") == _plain(traits.family)
        and _plain(next((one for one in name.given or () if one), "")) == _plain(traits.given)
        and patient.birthDate == traits.born_on.isoformat()
        and patient.gender == traits.gender
        and (not place or not traits.birthplace or place == traits.birthplace)
    )


def bears(patient: Patient, family: str, given: str) -> bool:
    """Return whether a person bears exactly this family name, of birth or of use, and this first given name."""
    return any(
        _plain(name.family or "") == _plain(family)
        and _plain(next((one for one in name.given or () if one), "")) == _plain(given)
        for name in patient.name or ()
    )


def birthplace_of(patient: Patient) -> str:
    """Return the INSEE code of the place of birth, empty when it is not known."""
    for extension in patient.extension or ():
        if extension.url == systems.BIRTH_PLACE and extension.valueAddress is not None:
            return _insee(extension.valueAddress.extension or ())
    return ""


def _insee(extensions: Iterable[Extension]) -> str:
    for one in extensions:
        if one.url == systems.FR_INSEE_CODE and one.valueCoding is not None:
            return one.valueCoding.code or ""
    return ""


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = (one if one.isalpha() else " " for one in folded if not unicodedata.combining(one))
    return " ".join("".join(letters).split())
