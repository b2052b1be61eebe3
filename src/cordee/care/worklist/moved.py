"""What changed in my records since I last opened each, one line a record: the most pressing thing, then the newest."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.happened import Happening
from cordee.care.happenings import MAY_BE_URGENT, author_of, happening
from cordee.care.worklist.records import RecordLine, line_of
from cordee.store import RecordRow, Stored
from cordee.store.moved_records import Changes

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

    Cost: two statements, whatever the number of records shown.
    """
    page = await door.my_records(LOOKED_AT, new_max=1)
    moved = [row for row in page.rows if row.new_count]
    shown = moved[:SHOWN]
    changes = (
        await door.changes_of({row.patient.id: row.seen_at for row in shown}, CHANGES_READ) if shown else {}
    )
    said = (_line(row, changes[row.patient.id]) for row in shown)
    lines = [line for line in said if line is not None]
    lines.sort(key=lambda line: (line.what.is_urgent, line.at), reverse=True)
    return MovedPage(
        rows=tuple(lines),
        count=len(moved),
        is_at_least=page.cursor is not None and len(moved) == len(page.rows),
    )


def _line(row: RecordRow, changes: Changes) -> Moved | None:
    chart = Chart(row.patient.id, {"Patient": [row.patient]})
    told = _most_pressing(chart, changes.rows)
    if told is None:
        return None
    change, what = told
    return Moved(
        record=line_of(row),
        what=what,
        who=_author(chart, change),
        at=change.updated_at,
        others=changes.count - 1,
    )


def _most_pressing(chart: Chart, changes: list[Stored]) -> tuple[Stored, Happening] | None:
    """Return the newest urgent change, else the newest that says something; what can be neither is not decoded."""
    newest = None
    for change in changes:
        if newest is not None and change.type not in MAY_BE_URGENT:
            continue
        what = happening(chart, change)
        if what is not None and what.is_urgent:
            return change, what
        if newest is None and what is not None:
            newest = change, what
    return newest


def _author(chart: Chart, change: Stored) -> str:
    reference, name = author_of(change)
    known = chart.people.get(reference)
    return name or (known.name if known else "")
