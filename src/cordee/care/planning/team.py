"""The team a version of the plan was made with: the circle, its roles and its relatives as they stood that day."""

from datetime import datetime, timedelta

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.circle import Circle, circle_of, directory_of
from cordee.care.elements import instant
from cordee.fhir.r4 import Bundle, CareTeam
from cordee.kernel.clock import now
from cordee.store import Span, Stored

_SAME_MOMENT = timedelta(milliseconds=1)  # a document is stamped to the millisecond
CHANGED_MAX = 20  # relatives of one record looked up in their history


async def team_then(door: Door, chart: Chart, document: Bundle | None) -> Circle:
    """Return the circle as it stood when a version's document was made; as it stands when there is no document.

    Who joined since is not in it, who left since is, each with the role and the name they had. Telephones of
    professionals are those the directory gives today. Where the circle was written after the document only, its dates
    say who was in it.
    Cost: one statement for the directory, and one for each of circle, episodes and relatives that changed since.
    """
    made_at = instant(document.timestamp) if document is not None else None
    then = await _chart_then(door, chart, made_at) if made_at is not None else chart
    return circle_of(then, made_at or now(), await directory_of(door, then))


async def _chart_then(door: Door, chart: Chart, at: datetime) -> Chart:
    teams = await _then(door, chart.shelves.get("CareTeam", []), at)
    episodes = await _then(door, chart.shelves.get("EpisodeOfCare", []), at)
    shelves = {
        **chart.shelves,
        "CareTeam": teams or chart.shelves.get("CareTeam", []),
        "EpisodeOfCare": episodes,
    }
    members = _members(Chart(chart.patient_id, shelves).team)
    relatives = [one for one in chart.shelves.get("RelatedPerson", []) if one.reference in members]
    shelves["RelatedPerson"] = await _then(door, relatives[:CHANGED_MAX], at)
    return Chart(chart.patient_id, shelves)


async def _then(door: Door, current: list[Stored], at: datetime) -> list[Stored]:
    """Return what of these resources stood at an instant, in the version they had."""
    found = [await _version_then(door, one, at) if one.updated_at > at else one for one in current]
    return [one for one in found if one is not None]


async def _version_then(door: Door, current: Stored, at: datetime) -> Stored | None:
    span = Span(count=1, at=(at, at + _SAME_MOMENT))
    rows = (await door.history(current.type, current.id, span=span)).rows
    return rows[0] if rows and not rows[0].deleted else None


def _members(team: CareTeam | None) -> set[str]:
    participants = (team.participant if team is not None else None) or ()
    return {one.member.reference for one in participants if one.member is not None and one.member.reference}
