"""What changed in my records since I last opened each, one line a record: the most pressing thing, then the newest."""

import asyncio
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.happened import Happening
from cordee.care.happenings import author_of, happening
from cordee.care.worklist.records import RecordLine, line_of
from cordee.store import RecordRow, Stored

LOOKED_AT = 30
SHOWN = 8
CHANGES_READ = 12


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One record that moved: whose, what to know first and from whom, how many other new things.

    `who` is empty when the change does not name its author.
    """

    record: RecordLine
    what: Happening
    who: str
    at: datetime
    others: int


class MovedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The records to look at; `count` is how many moved, `is_at_least` when there may be more."""

    rows: tuple[Moved, ...]
    count: int
    is_at_least: bool


async def records_moved(door: Door) -> MovedPage:
    """Return the records in which others changed something I have not seen, urgent ones first, then the newest.

    Cost: one statement, then one for each record shown (SHOWN at most), all at the same time: their lines of trace
    share a commit.
    """
    page = await door.my_records(LOOKED_AT)
    moved = [row for row in page.rows if row.new_count]
    said = await asyncio.gather(*(_line(door, row) for row in moved[:SHOWN]))
    lines = [line for line in said if line is not None]
    lines.sort(key=lambda line: (line.what.is_urgent, line.at), reverse=True)
    return MovedPage(
        rows=tuple(lines),
        count=len(moved),
        is_at_least=page.cursor is not None and len(moved) == len(page.rows),
    )


async def _line(door: Door, row: RecordRow) -> Moved | None:
    changes = await door.changes(row.patient.id, row.seen_at, CHANGES_READ)
    chart = Chart(row.patient.id, {"Patient": [row.patient]})
    said = [(change, what) for change in changes if (what := happening(chart, change)) is not None]
    if not said:
        return None
    change, what = next((one for one in said if one[1].is_urgent), said[0])
    return Moved(
        record=line_of(row),
        what=what,
        who=_author(chart, change),
        at=change.updated_at,
        others=row.new_count - 1,
    )


def _author(chart: Chart, change: Stored) -> str:
    reference, name = author_of(change)
    known = chart.people.get(reference)
    return name or (known.name if known else "")
