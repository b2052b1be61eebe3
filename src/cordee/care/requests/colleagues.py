"""Who answers requests beside me: the coordination staff of my structure."""

from cordee.access import Door
from cordee.access.habilitation import reader_class_of
from cordee.care.elements import code_of
from cordee.care.people import Person, name_of_person
from cordee.fhir import systems
from cordee.fhir.r4 import PractitionerRole
from cordee.fhir.search import parse_query

COLLEAGUES_MAX = 200


async def colleagues(door: Door) -> tuple[Person, ...]:
    """Return the coordination staff of the actor's structure, themselves included, by name. Cost: one search."""
    pairs = [("organization", door.actor.organization), ("_count", str(COLLEAGUES_MAX))]
    rows = (await door.search(parse_query("PractitionerRole", pairs))).rows
    found = [name_of_person(row.reference, row.resource) for row in rows if answers(row.resource)]
    return tuple(sorted(found, key=lambda one: one.name))


def answers(role: PractitionerRole) -> bool:
    """Return whether a professional answers requests: in activity, and of a role that reads as coordination."""
    codes = (code_of(one, systems.ROLE) for one in role.code or ())
    return role.active is not False and any(
        reader_class_of("professional", code) == "coordination" for code in codes if code
    )
