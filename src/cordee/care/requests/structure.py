"""The coordination structure a request is sent to."""

from cordee.access import Actor, Door
from cordee.care.requests.errors import NoCoordinationError
from cordee.fhir import systems
from cordee.fhir.r4 import Reference
from cordee.fhir.search import parse_query

COORDINATION_TYPE = f"{systems.ORGANIZATION_TYPE}|dac"


def own_structure(actor: Actor) -> Reference:
    """Return the structure somebody works for."""
    return Reference(reference=actor.organization, display=actor.organization_name or None)


async def structure_asked(door: Door) -> Reference:
    """Return the structure a request goes to.

    - coordination staff send to their own;
    - everyone else to the structure of the territory; NoCoordinationError when the directory holds none.
    """
    if door.actor.is_coordinator and door.actor.organization:
        return own_structure(door.actor)
    return await structure_of_the_territory(door)


async def structure_of_the_territory(door: Door) -> Reference:
    """Return the coordination structure of the territory; NoCoordinationError when the directory holds none."""
    found = await door.search(parse_query("Organization", [("type", COORDINATION_TYPE), ("_count", "1")]))
    if not found.rows:
        raise NoCoordinationError
    return Reference(reference=found.rows[0].reference, display=found.rows[0].resource.name)
