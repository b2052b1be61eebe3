"""Who may become the referent of a record: professionals of its circle, the staff of the structure that manages it."""

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.circle_leaving import successors
from cordee.care.people import name_of_person
from cordee.fhir import systems
from cordee.fhir.search import parse_query

STAFF_MAX = 50
COORDINATOR = f"{systems.ROLE}|coordinator"


async def candidates(door: Door, chart: Chart) -> dict[str, str]:
    """Return those who may become the referent, name by reference, who asks first. Cost: one statement."""
    managing = chart.team.managingOrganization if chart.team else None
    structure = (managing[0].reference or "") if managing else ""
    found: dict[str, str] = {}
    if structure:
        pairs = [("organization", structure), ("role", COORDINATOR), ("_count", str(STAFF_MAX))]
        page = await door.search(parse_query("PractitionerRole", pairs))
        found = {row.reference: name_of_person(row.reference, row.resource).name for row in page.rows}
    found |= dict(successors(chart, ""))
    actor = door.actor
    return {actor.who: actor.name} | found if actor.who in found else found
