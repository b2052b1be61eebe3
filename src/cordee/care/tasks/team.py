"""A team: the professionals of one structure, as the directory lists them."""

from cordee.access import Door
from cordee.fhir.r4 import PractitionerRole
from cordee.fhir.search import parse_query

TEAM_MAX = 200  # people of one structure whose work one list shows


async def staff_of(door: Door, organization: str) -> list[PractitionerRole]:
    """Return who works for a structure, at most TEAM_MAX. Cost: one search."""
    pairs = [("organization", organization), ("active:not", "false"), ("_count", str(TEAM_MAX))]
    return [one.resource for one in (await door.search(parse_query("PractitionerRole", pairs))).rows]


async def team_of(door: Door) -> tuple[str, ...]:
    """Return the references under which one's team holds tasks: oneself, one's colleagues, the structure."""
    organization = door.actor.organization
    mine = tuple(key for key in door.actor.keys if "/" in key)
    if not organization:
        return mine
    staff = (f"PractitionerRole/{role.id}" for role in await staff_of(door, organization))
    return tuple(dict.fromkeys((*mine, *staff, organization)))
