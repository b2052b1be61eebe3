"""The notebook (cahier de liaison): a page of it, newest first, whole or filtered."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.notebook.acknowledging import acknowledgements
from cordee.care.notebook.note import Note, Reading, author_name, author_reference, note_of
from cordee.care.notebook.threads import conversations, gather, heads_of
from cordee.care.notebook.wanted import Wanted
from cordee.fhir.search import parse_query
from cordee.store import Stored

PAGE_SIZE = 30
PARIS = ZoneInfo("Europe/Paris")


class Notebook(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the notebook; `cursor` asks for the older notes."""

    notes: tuple[Note, ...]
    cursor: str | None


async def show_notebook(
    door: Door,
    chart: Chart,
    cursor: str | None = None,
    wanted: Wanted | None = None,
    *,
    zone: ZoneInfo = PARIS,
    count: int = PAGE_SIZE,
) -> Notebook:
    """Return a page of notes: conversations when nothing is filtered, else each note with what it replies to.

    Cost: at most six statements, whatever the record holds.
    """
    wanted = wanted or Wanted()
    visits = await door.visits(chart.patient_id)
    reading = Reading(me=door.actor.who, visits=visits)
    pairs = [*wanted.pairs(chart.patient_id, reading.since, zone), ("_count", str(count))]
    query = parse_query("DocumentReference", pairs)
    query.cursor = cursor
    page = await door.search(query)
    if wanted.is_all:
        gathered = await gather(door, chart, page.rows)
        beside = [*gathered.heads.values(), *gathered.replies]
    else:
        beside = list((await heads_of(door, page.rows)).values())
    ids = {row.id for row in (*page.rows, *beside)}
    told = await acknowledgements(door, chart.patient_id, ids)
    reading = msgspec.structs.replace(reading, acknowledged=told)
    await _learn_authors(door, chart, (*page.rows, *beside))
    shown = [note_of(chart, row, row.resource, reading) for row in page.rows]
    others = [note_of(chart, row, row.resource, reading) for row in beside]
    if wanted.is_all:
        return Notebook(notes=tuple(conversations(shown, others, is_first=not cursor)), cursor=page.cursor)
    return Notebook(notes=tuple(_found(shown, others, wanted)), cursor=page.cursor)


def _found(notes: Iterable[Note], heads: Iterable[Note], wanted: Wanted) -> Iterable[Note]:
    by_id = {note.id: note for note in heads}
    for note in notes:
        if not wanted.unread or note.is_new:
            yield msgspec.structs.replace(note, answers=by_id.get(note.reply_to))


async def _learn_authors(door: Door, chart: Chart, rows: Iterable[Stored]) -> None:
    resources = [row.resource for row in rows]
    await chart.learn(
        door, (ref for one in resources if (ref := author_reference(one)) and not author_name(one))
    )
