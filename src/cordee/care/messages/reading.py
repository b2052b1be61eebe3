"""One conversation: its messages oldest first, who has read up to where, what its messages became."""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.audience import audience_sentence
from cordee.care.entry import drawn_id
from cordee.care.messages.members import members_in
from cordee.care.messages.message import Message, is_message, message_of
from cordee.care.people import FullName, full_name
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.letters import Letters

NOTE, TASK = "note", "task"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message in its conversation: whether it is mine, new to me, seen by whom, and what it became."""

    message: Message
    is_mine: bool
    is_new: bool
    seen_by: tuple[str, ...] = ()
    note_id: str = ""
    task_id: str = ""


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a conversation; `cursor` asks for what was said before. `last_id` is what an answer answers.

    `members` are those in it now, when it is about nobody; `is_left` when the reader is not one of them any more.
    """

    thread: str
    topic: str
    patient_id: str
    person: FullName | None
    audience: str
    labels: frozenset[str]
    people: dict[str, str]
    said: tuple[Said, ...]
    cursor: str | None
    is_muted: bool
    last_id: str
    read_until: datetime | None
    members: dict[str, str] = {}
    is_left: bool = False


async def open_conversation(door: Door, thread: str, cursor: str | None = None) -> Conversation:
    """Return a page of a conversation, the newest one first asked for, without marking it read.

    NotFoundError when none of it is this actor's to see. Cost: four statements, one more when something was turned.
    """
    if not is_id(thread):
        raise NotFoundError
    found = await door.letters.thread(thread, cursor)
    messages = _messages(found)
    if not messages and cursor is None:
        raise NotFoundError
    marks = await door.letters.marks(thread)
    mine = door.actor.who
    read_until, is_muted = marks.get(mine, (None, False))
    patient_id = messages[0].patient_id if messages else ""
    names = await _people(door, patient_id, thread)
    messages = [one for one in messages if one.patient_id == patient_id]
    known = _known(messages)
    turned = await _turned(door, messages) if patient_id else {}
    said = [
        Said(
            message=one,
            is_mine=one.sender in door.actor.keys,
            is_new=one.sender not in door.actor.keys
            and (read_until is None or (one.at is not None and one.at > read_until)),
            seen_by=_seen_by(one, marks, known, mine),
            note_id=turned.get((one.id, NOTE), ""),
            task_id=turned.get((one.id, TASK), ""),
        )
        for one in reversed(messages)
    ]
    first = next(
        (one for one in messages if one.id == thread or one.topic), messages[-1] if messages else None
    )
    labels = messages[0].labels if messages else frozenset()
    people = {**names.first, **known}
    members = {} if patient_id else members_in(reversed(messages)) if cursor is None else people
    return Conversation(
        thread=thread,
        topic=(names.topic or (first.topic or first.summary if first else "")) or "Conversation",
        patient_id=patient_id,
        person=names.person,
        audience=audience_sentence(labels),
        labels=labels,
        people=people,
        said=tuple(said),
        cursor=found.cursor,
        is_muted=is_muted,
        last_id=messages[0].id if messages else thread,
        read_until=read_until,
        members=members,
        is_left=not patient_id and not any(who in door.actor.keys for who in members),
    )


async def mark_conversation(door: Door, conversation: Conversation) -> None:
    """Note that this actor has read a conversation to the end of the page they were shown."""
    last = max((one.message.at for one in conversation.said if one.message.at is not None), default=None)
    if last is not None and (conversation.read_until is None or last > conversation.read_until):
        await door.letters.mark(conversation.thread, last)


class _Names(msgspec.Struct, frozen=True):
    person: FullName | None
    topic: str
    first: dict[str, str]


async def _people(door: Door, patient_id: str, thread: str) -> _Names:
    wanted = [f"Communication/{thread}", *([f"Patient/{patient_id}"] if patient_id else [])]
    found = await door.read_many(wanted)
    person = found.get(f"Patient/{patient_id}")
    first = found.get(f"Communication/{thread}")
    head = message_of(first.resource) if first is not None else None
    return _Names(
        full_name(person.resource) if person is not None else None,
        (head.topic or head.summary) if head is not None else "",
        head.people if head is not None else {},
    )


async def _turned(door: Door, messages: list[Message]) -> dict[tuple[str, str], str]:
    ids = {(one.id, kind): drawn_id(one.id, kind) for one in messages for kind in (NOTE, TASK)}
    types = {NOTE: "DocumentReference", TASK: "Task"}
    standing = await door.read_many(f"{types[kind]}/{id_}" for (_, kind), id_ in ids.items())
    return {
        key: id_
        for key, id_ in ids.items()
        if (one := standing.get(f"{types[key[1]]}/{id_}")) is not None
        and one.resource.status not in ("entered-in-error", "cancelled")
    }


def _messages(found: Letters) -> list[Message]:
    typed = [(one.resource, patient_id) for one, patient_id in found.rows]
    return [message_of(one, patient_id) for one, patient_id in typed if is_message(one)]


def _known(messages: list[Message]) -> dict[str, str]:
    known: dict[str, str] = {}
    for one in reversed(messages):
        known |= {who: name for who, name in one.people.items() if name or who not in known}
    return known


def _seen_by(
    one: Message, marks: dict[str, tuple[datetime | None, bool]], known: dict[str, str], mine: str
) -> tuple[str, ...]:
    """Return the names of those whose mark is not before the message, but the reader and its sender.

    Of no record, it was seen by those it was written to: who was added since has not read it.
    """
    return tuple(
        sorted(
            known[who]
            for who, (until, _) in marks.items()
            if until is not None
            and one.at is not None
            and until >= one.at
            and who not in (mine, one.sender)
            and (one.patient_id or who in one.names)
            and known.get(who)
        )
    )
