"""Numbers and addresses that reach nobody: the ranges France keeps for fiction, and domains kept for examples."""

import unicodedata
from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import Coding, ContactPoint, Extension

MOBILE = "06 39 98"
LANDLINE_BY_ZONE = {"1": "01 99 00", "2": "02 61 91", "3": "03 53 01", "4": "04 65 71", "5": "05 36 49"}
"""Source: ARCEP decision 2018-0881, numbers for audiovisual works."""

ZONES = {
    "1": "75 77 78 91 92 93 94 95",
    "2": "14 18 22 27 28 29 35 36 37 41 44 45 49 50 53 56 61 72 76 85 974 976",
    "4": "01 03 04 05 06 07 13 15 26 30 34 38 42 43 48 63 66 69 73 74 83 84",
    "5": "09 11 12 16 17 19 23 24 31 32 33 40 46 47 64 65 79 81 82 86 87 971 972 973",
}
_ZONE_OF = {departement: zone for zone, departements in ZONES.items() for departement in departements.split()}


def landline(rng: Random, postcode: str) -> str:
    """Return a fictional landline number of the telephone zone of a postcode."""
    zone = _ZONE_OF.get(postcode[:3]) or _ZONE_OF.get(postcode[:2], "3")
    return f"{LANDLINE_BY_ZONE[zone]} {_pairs(rng)}"


def mobile(rng: Random) -> str:
    """Return a fictional mobile number."""
    return f"{MOBILE} {_pairs(rng)}"


def email(given: str, family: str, domain: str = "example.org", suffix: str = "") -> str:
    """Return an address at a domain kept for examples."""
    return f"{plain(given)}.{plain(family)}{suffix}@{domain}"


def plain(text: str) -> str:
    """Return a name in lowercase unaccented letters and hyphens, as logins and addresses want it."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(
        c if c.isascii() and c.isalnum() else "-" for c in decomposed if not unicodedata.combining(c)
    )
    return "-".join(part for part in letters.split("-") if part)


def phone_point(value: str) -> ContactPoint:
    """Return a telephone number as FHIR writes it."""
    return ContactPoint(system="phone", value=value, use="mobile" if value.startswith("06") else "home")


def office_point(value: str) -> ContactPoint:
    """Return a structure's telephone number: R4 lets none be of a home (org-3)."""
    return ContactPoint(system="phone", value=value, use="work")


def email_point(value: str) -> ContactPoint:
    """Return an e-mail address as FHIR writes it."""
    return ContactPoint(system="email", value=value)


def secure_mail(value: str) -> ContactPoint:
    """Return an address of health secure mail (MSSanté) as the national directory writes it."""
    kind = Coding(system=systems.MESSAGING_TYPE, code="MSSANTE")
    return ContactPoint(
        system="email", value=value, extension=[Extension(url=systems.FR_EMAIL_TYPE, valueCoding=kind)]
    )


def _pairs(rng: Random) -> str:
    number = rng.randrange(10_000)
    return f"{number // 100:02} {number % 100:02}"
