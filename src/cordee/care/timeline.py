"""A life: everything of a record merged, newest first, by month."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.happened import Happening
from cordee.care.happenings import author_of, happening
from cordee.care.people import Person
from cordee.kernel.clock import now

PAGE_SIZE = 60
TYPES = [
    "AllergyIntolerance", "Appointment", "CarePlan", "CareTeam", "Condition", "Coverage", "DeviceUseStatement",
    "DocumentReference", "Encounter", "EpisodeOfCare", "Flag", "Goal", "Immunization", "MedicationStatement",
    "Observation", "Procedure", "QuestionnaireResponse", "ServiceRequest", "Task",
]  # fmt: skip


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline."""

    id: str
    at: datetime
    what: Happening
    who: Person | None
    is_coming: bool = False


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month and its moments, newest first."""

    first_day: date
    moments: tuple[Moment, ...]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a life; `cursor` asks for what came before."""

    months: tuple[Month, ...]
    cursor: str | None


async def show_timeline(door: Door, chart: Chart, zone: ZoneInfo, cursor: str | None = None) -> Timeline:
    """Return a page of the timeline on the territory's calendar. Cost: one statement, one more for unknown names."""
    page = await door.timeline(chart.patient_id, TYPES, PAGE_SIZE, cursor)
    said = [(row, what) for row in page.rows if (what := happening(chart, row)) is not None]
    await chart.learn(door, (author_of(row)[0] for row, _ in said if not author_of(row)[1]))
    months: dict[date, list[Moment]] = {}
    for row, what in said:
        at = row.happened_at or row.updated_at
        reference, display = author_of(row)
        who = chart.person(reference, display)
        shown = who if who.is_known and who.kind != "platform" else None
        moment = Moment(id=row.id, at=at, what=what, who=shown, is_coming=at > now())
        months.setdefault(at.astimezone(zone).date().replace(day=1), []).append(moment)
    return Timeline(
        months=tuple(Month(first_day=first, moments=tuple(found)) for first, found in months.items()),
        cursor=page.cursor,
    )
