"""What changed since my last visit, as sentences with a face, the urgent first among equals of the day."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.elements import fhir_instant, version_of
from cordee.care.happenings import Happening, author_of, happening
from cordee.care.people import Person
from cordee.fhir.r4 import Communication
from cordee.store import Stored

CHANGES_MAX = 50
SHOWN = 12
TOGETHER = timedelta(hours=1)
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


async def news_of(door: Door, chart: Chart, me: str) -> News:
    """Return what others changed since this reader's last mark. Cost: two statements, one more for unknown names."""
    visits = await door.visits(chart.patient_id)
    since = visits.get(me)
    rows = await door.changes(chart.patient_id, since, CHANGES_MAX)
    said = [(row, what) for row in rows if (what := happening(chart, row)) is not None]
    said = list(_without_echoes(said))
    await chart.learn(door, (author_of(row)[0] for row, _ in said if not author_of(row)[1]))
    changes = list(_grouped(_change(chart, row, what, visits, me) for row, what in said))
    return News(changes=tuple(changes[:SHOWN]), since=since, more=max(0, len(changes) - SHOWN))


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


def _grouped(changes: Iterable[Change]) -> Iterator[Change]:
    """Say several measures of one person within the hour as one line."""
    waiting: Change | None = None
    for change in changes:
        if waiting is not None and _belong_together(waiting, change):
            detail = f"{waiting.what.detail} · {change.what.detail}"
            waiting = msgspec.structs.replace(
                waiting, what=msgspec.structs.replace(waiting.what, detail=detail)
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = change
    if waiting is not None:
        yield waiting


def _belong_together(one: Change, other: Change) -> bool:
    return (
        one.what.kind == other.what.kind == "measures"
        and one.who.reference == other.who.reference
        and one.at - other.at <= TOGETHER
    )
