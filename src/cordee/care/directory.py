"""Finding a professional or a structure of the territory, to add them to a circle."""

import msgspec

from cordee.access import Door
from cordee.care.elements import words_of
from cordee.care.people import phone_of
from cordee.fhir.r4 import Organization, PractitionerRole
from cordee.fhir.search import parse_query

FOUND_MAX = 20
WORD_LENGTH_MIN = 2


class Professional(msgspec.Struct, frozen=True, kw_only=True):
    """One professional in one place of work."""

    reference: str
    name: str
    role: str
    structure: str
    phone: str


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """One structure of the territory."""

    reference: str
    name: str
    town: str


async def find_structures(door: Door, text: str) -> list[Structure]:
    """Return the structures whose name has every word given, by name; none for fewer than two letters.

    Cost: one statement.
    """
    words = [word for word in text.split() if len(word) >= WORD_LENGTH_MIN]
    if not words:
        return []
    pairs = [*(("name:contains", word) for word in words), ("_count", str(FOUND_MAX))]
    rows = (await door.search(parse_query("Organization", pairs))).rows
    found = [_structure(row.resource) for row in rows if row.resource.active is not False]
    return sorted(found, key=lambda one: one.name)


async def find_professionals(door: Door, text: str) -> list[Professional]:
    """Return the professionals whose name has every word given, in each of their places of work, by name.

    When fewer than two letters are given, returns nobody. Cost: two statements.
    """
    words = [word for word in text.split() if len(word) >= WORD_LENGTH_MIN]
    if not words:
        return []
    pairs = [*(("name", word) for word in words), ("_count", str(FOUND_MAX))]
    people = (await door.search(parse_query("Practitioner", pairs))).rows
    if not people:
        return []
    ids = ",".join(f"Practitioner/{one.id}" for one in people)
    rows = (
        await door.search(parse_query("PractitionerRole", [("practitioner", ids), ("_count", "50")]))
    ).rows
    found = [_professional(row.resource) for row in rows]
    return sorted(found, key=lambda one: one.name)


def _professional(role: PractitionerRole) -> Professional:
    return Professional(
        reference=f"PractitionerRole/{role.id}",
        name=(role.practitioner.display if role.practitioner else None) or "Un professionnel",
        role=words_of(role.code[0]) if role.code else "",
        structure=(role.organization.display if role.organization else None) or "",
        phone=phone_of(role.telecom),
    )


def _structure(structure: Organization) -> Structure:
    town = next((address.city for address in structure.address or () if address.city), None)
    return Structure(
        reference=f"Organization/{structure.id}", name=structure.name or "Une structure", town=town or ""
    )
