"""My records: last changed first, with what is new to me in each."""

from datetime import date, datetime

import msgspec

from cordee.access import Door
from cordee.care.elements import day
from cordee.care.people import FullName, full_name
from cordee.fhir.r4 import Patient
from cordee.fhir.search import parse_query
from cordee.store import RecordRow

PAGE_SIZE = 30


class RecordLine(msgspec.Struct, frozen=True, kw_only=True):
    """One record of the list."""

    patient_id: str
    name: FullName
    born_on: date | None
    town: str
    changed_at: datetime
    seen_at: datetime | None
    new_count: int
    is_closed: bool


class RecordList(msgspec.Struct, frozen=True, kw_only=True):
    """One page of records; `cursor` asks for the next one, `closed_count` on the first page of those closed."""

    rows: tuple[RecordLine, ...]
    cursor: str | None = None
    closed_count: int = 0


async def my_records(
    door: Door,
    *,
    cursor: str | None = None,
    name: str = "",
    count: int = PAGE_SIZE,
    closed: bool | None = None,
) -> RecordList:
    """Return the records of my circles, those whose name contains the words of `name` when it is given.

    `closed` keeps those that are, or are not: who looks for somebody by name finds both.
    """
    page = await door.my_records(count, cursor, name.strip() or None, closed=closed)
    rows = tuple(line_of(row) for row in page.rows)
    return RecordList(rows=rows, cursor=page.cursor, closed_count=page.closed_count)


async def my_record_count(door: Door) -> int:
    """Return how many records are open: those a coordinator follows in person, those of everyone else's circles."""
    if door.actor.is_coordinator:
        return await door.steering.followed_count()
    pairs = [("status", "active"), ("_summary", "count")]
    return (await door.search(parse_query("EpisodeOfCare", pairs))).total or 0


def line_of(row: RecordRow) -> RecordLine:
    """Return a record as the list shows it."""
    patient: Patient = row.patient.resource
    address = patient.address[0] if patient.address else None
    return RecordLine(
        patient_id=row.patient.id,
        name=full_name(patient),
        born_on=day(patient.birthDate),
        town=(address.city if address else None) or "",
        changed_at=row.changed_at,
        seen_at=row.seen_at,
        new_count=row.new_count,
        is_closed=row.is_closed,
    )
