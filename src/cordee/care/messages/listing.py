"""My conversations, and those of a record: the last written to first, what I have not read marked."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.messages.message import Message, message_of
from cordee.care.people import FullName, full_name
from cordee.store.letters import ThreadRow

NAMES_SHOWN = 4


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: what it is about, with whom, its last message, how many messages are new to me."""

    thread: str
    topic: str
    patient_id: str
    person: FullName | None
    with_whom: tuple[str, ...]
    others: int
    last: Message
    at: datetime
    is_mine: bool
    unread: int
    is_muted: bool


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """One page of conversations; `cursor` asks for older ones."""

    rows: tuple[Line, ...]
    cursor: str | None


async def threads_of(door: Door, patient_id: str | None = None, cursor: str | None = None) -> Lines:
    """Return conversations: this actor's, or all of a record that they may read. Cost: two statements."""
    found = await door.letters.threads(patient_id, cursor)
    ids = {row.patient_id for row in found.rows if row.patient_id}
    people = await door.read_many(f"Patient/{one}" for one in sorted(ids)) if patient_id is None else {}
    names = {reference: full_name(one.resource) for reference, one in people.items()}
    return Lines(rows=tuple(_line(door, row, names) for row in found.rows), cursor=found.cursor)


def _line(door: Door, row: ThreadRow, names: dict[str, FullName]) -> Line:
    last = message_of(row.last.resource, row.patient_id)
    first = message_of(row.first.resource, row.patient_id) if row.first is not None else last
    others = [
        name for who, name in {**first.people, **last.people}.items() if who not in door.actor.keys and name
    ]
    shown = tuple(dict.fromkeys(others))
    return Line(
        thread=row.thread,
        topic=first.topic or first.summary or "Conversation",
        patient_id=row.patient_id,
        person=names.get(f"Patient/{row.patient_id}"),
        with_whom=shown[:NAMES_SHOWN],
        others=max(0, len(shown) - NAMES_SHOWN),
        last=last,
        at=last.at or row.sent_at,
        is_mine=last.sender in door.actor.keys,
        unread=row.unread,
        is_muted=row.is_muted,
    )
