"""Conversations: a note and its replies, shown where the newest of them falls."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.notebook.kinds import is_note
from cordee.care.notebook.note import Note, reply_to
from cordee.fhir.search import parse_query
from cordee.store import Stored

REPLIES_MAX = 200


class Gathered(msgspec.Struct, frozen=True):
    """What a page of notes needs beside its rows: the notes they reply to, and the replies to all of these."""

    heads: dict[str, Stored]
    replies: list[Stored]


async def gather(door: Door, chart: Chart, rows: Sequence[Stored]) -> Gathered:
    """Return the heads of the conversations of a page that are not in it, and every reply. Cost: two statements."""
    own = {row.id: row for row in rows}
    heads = {reply_to(row.resource) or row.id for row in rows}
    elsewhere = await heads_of(door, rows, own)
    if not heads:
        return Gathered({}, [])
    pairs = [
        ("patient", f"Patient/{chart.patient_id}"),
        ("status", "current"),
        ("relatesto", ",".join(f"DocumentReference/{one}" for one in sorted(heads))),
        ("_count", str(REPLIES_MAX)),
    ]
    found = await door.search(parse_query("DocumentReference", pairs))
    return Gathered(elsewhere, [row for row in found.rows if reply_to(row.resource)])


async def heads_of(door: Door, rows: Sequence[Stored], known: Iterable[str] = ()) -> dict[str, Stored]:
    """Return the notes, by id, that rows reply to and that are not known yet. Cost: one statement, or none."""
    missing = {found for row in rows if (found := reply_to(row.resource)) and found not in set(known)}
    read = await door.read_many(f"DocumentReference/{one}" for one in sorted(missing)) if missing else {}
    return {
        stored.id: stored
        for stored in read.values()
        if is_note(resource := stored.resource) and resource.status == "current"
    }


def conversations(page: Sequence[Note], gathered: Sequence[Note], *, is_first: bool) -> Iterator[Note]:
    """Yield the conversations of a page, the one that moved last first.

    One that moved after this page's newest note was shown on a page before: it is left out. A reply whose head is not
    there for this reader, or was withdrawn, stands alone.
    """
    every = {note.id: note for note in (*gathered, *page)}
    newest = None if is_first or not page else _place(page[0])
    seen: set[str] = set()
    for note in page:
        head = every.get(note.reply_to, note) if note.reply_to else note
        if head.id in seen:
            continue
        seen.add(head.id)
        replies = sorted((one for one in every.values() if one.reply_to == head.id), key=_place)
        if newest is None or not any(_place(one) > newest for one in (head, *replies)):
            yield msgspec.structs.replace(head, replies=tuple(replies))


def _place(note: Note) -> tuple[datetime, str]:
    return note.at or note.changed_at, note.id
