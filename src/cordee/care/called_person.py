"""The person another software calls, found among those a door sees by INS, and checked by the strict identity traits.

The digest is what `docs/smart.md` tells editors: SHA-256 of the traits joined by `|`, names in plain capitals.
Source: RNIV, strict traits; INS reference document.
"""

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

import msgspec

from cordee.access import Door
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, HumanName, Patient
from cordee.fhir.search import parse_query
from cordee.kernel.errors import Category, CordeeError

SEX = {"male": "M", "female": "F"}
SAME_NUMBER_MAX = 5


class OtherIdentityError(CordeeError):
    """The record of that INS has other identity traits than the calling software: an identity must be checked."""

    code = "called-identity"
    category = Category.RULE_VIOLATED

    def __init__(self) -> None:
        super().__init__(
            "Le dossier qui porte ce numéro INS a d’autres traits d’identité que ceux de votre logiciel. Rien n’a été "
            "ouvert : vérifiez l’identité de la personne, puis cherchez son dossier par son nom.",
            "The record of that INS number has other identity traits than your software. Nothing was opened.",
        )


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a call is about: the INS, and the digest of the strict traits."""

    ins_system: str
    ins_value: str
    traits: str


async def record_called(door: Door, called: Called) -> str | None:
    """Return the id of the person called whose circle this door stands in, or None.

    Raises: OtherIdentityError when the record of that INS, which the door sees, has other traits. Cost: one search.
    """
    found = [one for one in await _of_number(door, called) if await door.sees(one.id or "")]
    if not found:
        return None
    same = [one.id for one in found if _is_same(one, called)]
    if len(same) != 1:
        raise OtherIdentityError
    return same[0]


async def person_called(door: Door, called: Called) -> str | None:
    """Return the id of the one person with this INS and these traits among all a door sees, None when not just one."""
    same = [one.id for one in await _of_number(door, called) if _is_same(one, called)]
    return same[0] if len(same) == 1 else None


async def _of_number(door: Door, called: Called) -> list[Patient]:
    pairs = [("identifier", f"{called.ins_system}|{called.ins_value}"), ("_count", str(SAME_NUMBER_MAX))]
    return [row.resource for row in (await door.search(parse_query("Patient", pairs))).rows]


def _is_same(patient: Patient, called: Called) -> bool:
    return hmac.compare_digest(traits_digest(patient), called.traits)


def traits_digest(patient: Patient) -> str:
    """Return the digest of a person's strict traits, as base64url without padding."""
    name = next((one for one in patient.name or () if one.use == "official"), None) or HumanName()
    parts = (
        _plain(name.family or ""),
        _plain(_birth_given_names(name)),
        SEX.get(patient.gender or "", "U"),
        patient.birthDate or "",
        _birthplace(patient.extension or ()),
    )
    digest = hashlib.sha256("|".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _birth_given_names(name: HumanName) -> str:
    for extension in name.extension or ():
        if extension.url == systems.FR_BIRTH_LIST_GIVEN_NAME and extension.valueString:
            return extension.valueString
    return " ".join(one for one in name.given or () if one)


def _birthplace(extensions: Iterable[Extension]) -> str:
    for place in extensions:
        if place.url != systems.BIRTH_PLACE or place.valueAddress is None:
            continue
        for one in place.valueAddress.extension or ():
            if one.url == systems.FR_INSEE_CODE and one.valueCoding is not None:
                return one.valueCoding.code or ""
    return ""


def _plain(name: str) -> str:
    folded = unicodedata.normalize(
        "NFKD", name.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").upper()
    )
    letters = (one if one.isalpha() else " " for one in folded if not unicodedata.combining(one))
    return " ".join("".join(letters).split())
