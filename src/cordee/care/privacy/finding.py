"""From the strict traits of somebody's identity to the opaque id of their record."""

from datetime import date

from cordee.access import Door, Gate
from cordee.care.strict_traits import CANDIDATES_MAX, bears
from cordee.fhir.search import parse_query
from cordee.kernel.errors import ForbiddenError


async def find_person(gate: Gate, officer: Door, family: str, given: str, born_on: date) -> str | None:
    """Return the id of the one record of these traits; None when there is none or several.

    For the privacy officer, who learns that a record exists and nothing of it: what the platform finds for them is
    traced in that record, under their name. Raises ForbiddenError for anybody else.
    """
    if not officer.actor.is_officer:
        raise ForbiddenError
    traits = [
        ("family", family),
        ("given", given),
        ("birthdate", born_on.isoformat()),
        ("_count", str(CANDIDATES_MAX)),
    ]
    page = await gate.system_door("privacy").search(parse_query("Patient", traits))
    same = [
        row.id for row in page.rows if bears(row.resource, family, given)
    ]  # a search takes the start of names
    found = same[0] if len(same) == 1 else None
    await officer.note("existence", type_="Patient", patient_id=found or "", count=len(same))
    return found
