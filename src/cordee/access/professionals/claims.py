"""What Pro Santé Connect says of a professional, read from its userinfo.

Liberal: what is missing or of another shape reads as nothing. Bounded in number and length.
Source: ANS, Pro Santé Connect, userinfo; france.md section 7.2.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from cordee.fhir import systems

ACTIVITIES_MAX = 50
TEXT_LENGTH_MAX = 200
STUDENT = "E"
_RPPS = re.compile(r"8(\d{11})")
_WOMEN = frozenset({"MME", "MLLE"})
_CLINICIAN_TITLES = {"DR": "Dr", "PR": "Pr"}


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody exercises: its national numbers as (system, value), the surest first, and how it is called."""

    identifiers: tuple[tuple[str, str], ...]
    name: str = ""
    postcode: str = ""
    phone: str = ""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One profession exercised in one place. Codes are of TRE_G15, R94 (profession), R38 (skill), R85 (role), R02."""

    profession: str
    category: str = ""
    skill: str = ""
    role: str = ""
    sector: str = ""
    structure: Structure
    family: str = ""
    given: str = ""
    title: str = ""
    is_woman: bool = False

    @property
    def called(self) -> str:
        """Return the name they exercise under, as colleagues say it."""
        return " ".join(word for word in (self.title, _cased(self.given), _cased(self.family)) if word)


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """One professional and all they exercise. `identifier` is (system, value): RPPS, or another national number."""

    identifier: tuple[str, str]
    national_id: str
    activities: tuple[Activity, ...]


def professional_of(claims: Mapping[str, Any]) -> Professional | None:
    """Return the professional of a userinfo, or None when it declares nobody who exercises: students are not."""
    national_id = _text(claims, "SubjectNameID")
    activities = [
        one
        for exercise in _items(claims.get("SubjectRefPro"), "exercices")
        for one in _activities(exercise, claims)
        if one.category != STUDENT
    ]
    if not national_id or not activities:
        return None
    number = _RPPS.fullmatch(national_id)
    return Professional(
        identifier=(systems.RPPS, number[1]) if number else (systems.NATIONAL_PERSON_ID, national_id),
        national_id=national_id,
        activities=tuple(activities[:ACTIVITIES_MAX]),
    )


def _activities(exercise: Mapping[str, Any], claims: Mapping[str, Any]) -> list[Activity]:
    title = _text(exercise, "codeCiviliteDexercice") or _text(exercise, "codeCiviliteExercice")
    registered = claims.get("SubjectRefPro")
    civility = _text(claims, "codeCivilite") or (
        _text(registered, "codeCivilite") if isinstance(registered, Mapping) else ""
    )
    return [
        Activity(
            profession=_text(exercise, "codeProfession"),
            category=_text(exercise, "codeCategorieProfessionnelle"),
            skill=_text(exercise, "codeSavoirFaire"),
            role=_text(activity, "codeRole"),
            sector=_text(activity, "codeSecteurDactivite"),
            structure=_structure(activity),
            family=_text(exercise, "nomDexercice") or _text(claims, "family_name"),
            given=_text(exercise, "prenomDexercice") or _text(claims, "given_name"),
            title=_CLINICIAN_TITLES.get(title.upper(), ""),
            is_woman=civility.upper() in _WOMEN,
        )
        for activity in _items(exercise, "activities")
    ]


def _structure(activity: Mapping[str, Any]) -> Structure:
    """Read a place of work; the legal entity's number stands for its site only where no other number does."""
    said = (
        (systems.FINESS, _text(activity, "numeroFinessSite")),
        (systems.SIRENE, _text(activity, "numeroSiretSite")),
        (systems.NATIONAL_STRUCTURE_ID, _text(activity, "identifiantTechniqueDeLaStructure")),
    )
    known = tuple((system, value) for system, value in said if value)
    legal = _text(activity, "numeroFinessetablissementJuridique")
    if not known and legal:
        known = ((systems.FINESS, legal),)
    return Structure(
        identifiers=known,
        name=_text(activity, "enseigneCommercialeSite") or _text(activity, "raisonSocialeSite"),
        postcode=_text(activity, "codePostal"),
        phone=_text(activity, "telephone"),
    )


def _items(holder: Any, name: str) -> list[Mapping[str, Any]]:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(holder: Mapping[str, Any], name: str) -> str:
    found = holder.get(name)
    if not isinstance(found, str):
        return ""
    return "".join(letter for letter in found if letter.isprintable()).strip()[:TEXT_LENGTH_MAX]


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name
