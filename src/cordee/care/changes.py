"""What changed since my last visit, as sentences with a face, the urgent first among equals of the day."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.elements import fhir_instant, version_of
from cordee.care.happened import Happening
from cordee.care.happenings import author_of, happening
from cordee.care.people import Person
from cordee.fhir.r4 import Communication
from cordee.kernel.clock import now
from cordee.store import Stored

CHANGES_MAX = 50
SHOWN = 7
TOGETHER = timedelta(hours=1)
DETAILS_MAX = 4
FIRST_VISIT = timedelta(days=30)
NEWSWORTHY = [
    "AllergyIntolerance", "Appointment", "CarePlan", "Composition", "Condition", "Coverage", "DeviceUseStatement",
    "DocumentReference", "Encounter", "EpisodeOfCare", "Flag", "Goal", "Immunization", "MedicationStatement",
    "Observation", "Procedure", "QuestionnaireResponse", "Task",
]  # fmt: skip
NOTICES: dict[str, int] = {"Communication": 50}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One line of "since your last visit": who did what, when, and who else has read it."""

    id: str
    who: Person
    what: Happening
    at: datetime
    is_note: bool
    read_by: tuple[str, ...] = ()


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is new to one reader; `since` is None at their first visit."""

    changes: tuple[Change, ...]
    since: datetime | None
    more: int = 0


async def news_of(door: Door, chart: Chart, me: str, visits: dict[str, datetime]) -> News:
    """Return what others changed since this reader's last mark; at a first visit, what happened in the last month.

    `visits` tells who has read the record up to when. Cost: one statement, one more for unknown names.
    """
    since = visits.get(me)
    rows = (
        await _first_visit(door, chart, me)
        if since is None
        else await door.changes(chart.patient_id, since, CHANGES_MAX)
    )
    said = [
        (row, what) for row in rows if (what := happening(chart, row)) is not None and not _is_set_up(row)
    ]
    said = list(_without_echoes(said))
    await chart.learn(door, (author_of(row)[0] for row, _ in said if not author_of(row)[1]))
    changes = list(_grouped(_change(chart, row, what, visits, me) for row, what in said))
    # Newer lines never push an urgent one out of sight.
    shown = sorted(changes, key=lambda one: not one.what.is_urgent)[:SHOWN]
    return News(changes=tuple(shown), since=since, more=max(0, len(changes) - SHOWN))


async def _first_visit(door: Door, chart: Chart, me: str) -> list[Stored]:
    """Return what others did lately, by the date it happened: what was stored long after does not count as news."""
    page = await door.timeline(chart.patient_id, NEWSWORTHY, CHANGES_MAX)
    at = now()
    return [
        row
        for row in page.rows
        if me not in (row.updated_by, author_of(row)[0])
        and row.happened_at is not None
        and at - FIRST_VISIT <= row.happened_at <= at
        and not (row.updated_by == "system" and row.happened_at >= row.updated_at)
    ]


async def mark_read(door: Door, patient_id: str, me: str, at: datetime) -> None:
    """Note that the reader knows everything up to now, the notices sent to them in this record included."""
    shelves = await door.shelves(patient_id, NOTICES)
    unread = [one for row in shelves["Communication"] if _is_unread((one := row.resource), me)]
    if unread:
        async with door.writing() as unit:
            for notice in unread:
                notice.received = fhir_instant(at)
                unit.update(notice, expected_version=version_of(notice.meta))
    await door.mark_visited(patient_id)


def _is_unread(notice: Communication, me: str) -> bool:
    return notice.received is None and any(one.reference == me for one in notice.recipient or ())


def _change(chart: Chart, row: Stored, what: Happening, visits: dict[str, datetime], me: str) -> Change:
    reference, display = author_of(row)
    author = chart.person(reference, display)
    readers = (
        chart.person(who).name
        for who, seen_at in visits.items()
        if seen_at >= row.updated_at and who not in (me, author.reference) and who in chart.people
    )
    return Change(
        id=row.id,
        who=author,
        what=what,
        at=row.updated_at,
        is_note=what.part == "cahier",
        read_by=tuple(sorted(readers)),
    )


def _without_echoes(said: list[tuple[Stored, Happening]]) -> Iterator[tuple[Stored, Happening]]:
    """Leave out what only accompanies something said anyway: the need beside its goal, the plan it opened."""
    goals = {(row.updated_by, row.updated_at) for row, what in said if what.noun == "Objectif"}
    for row, what in said:
        if (
            row.type in ("ServiceRequest", "CarePlan")
            and what.part == "plan"
            and (row.updated_by, row.updated_at) in goals
        ):
            continue
        yield row, what


def _is_set_up(row: Stored) -> bool:
    """Return whether the platform itself laid a record open: identity and circle are no news of anybody's."""
    return row.updated_by == "system" and row.type in ("Patient", "CareTeam")


def _grouped(changes: Iterable[Change]) -> Iterator[Change]:
    """Say what one person did several times within the hour as one line, its details one after the other."""
    waiting: list[Change] = []
    for change in changes:
        if waiting and not _belong_together(waiting[-1], change):
            yield _one_line(waiting)
            waiting = []
        waiting.append(change)
    if waiting:
        yield _one_line(waiting)


def _one_line(together: list[Change]) -> Change:
    first, details = together[0], [one.what.detail for one in together if one.what.detail]
    if len(together) == 1:
        return first
    shown = " · ".join(dict.fromkeys(details[:DETAILS_MAX]))
    more = len(details) - DETAILS_MAX
    detail = f"{shown} et {more} autre{'s' if more > 1 else ''}" if more > 0 else shown
    return msgspec.structs.replace(first, what=msgspec.structs.replace(first.what, detail=detail))


def _belong_together(one: Change, other: Change) -> bool:
    return (
        not one.is_note
        and one.what.did == other.what.did
        and one.who.reference == other.who.reference
        and abs(one.at - other.at) <= TOGETHER
    )
