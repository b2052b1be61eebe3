"""Who is in a conversation about nobody: those it began with, who was added since, less who left.

Whoever is in it may add a colleague, who reads from then on and nothing of before, and may leave. Each is a message of
the conversation, so that everybody sees who reads.
"""

from collections.abc import Iterable, Sequence

import msgspec

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant
from cordee.care.entry import entry_id
from cordee.care.errors import CareError
from cordee.care.messages.message import MESSAGE, Message, is_message, message_of
from cordee.care.messages.participants import CHOSEN_MAX, chosen
from cordee.care.notices import notice_job
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Communication, CommunicationPayload, Extension, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import is_id

LOOKED_AT = 100  # newest messages that say who is in a conversation


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in a conversation, by reference, as its newest messages say. `topic` is its subject, if it has one."""

    thread: str
    people: dict[str, str]
    last_id: str
    topic: str
    is_mine: bool


def members_in(messages: Iterable[Message]) -> dict[str, str]:
    """Return who is in a conversation after these messages, oldest first: whom they name, less who left since.

    A message that was being written to somebody while they left does not bring them back.
    """
    people: dict[str, str] = {}
    gone: set[str] = set()
    for one in messages:
        gone -= set(one.joined)
        people |= {who: name for who, name in one.people.items() if who not in gone}
        if one.is_leaving:
            gone.add(one.sender)
            people.pop(one.sender, None)
    return people


async def members_of(door: Door, thread: str) -> Members:
    """Return who is in a conversation about nobody; NotFoundError for any other, and when it is not this actor's.

    Cost: two statements.
    """
    if not is_id(thread):
        raise NotFoundError
    found = await door.letters.thread(thread, count=LOOKED_AT)
    if any(patient_id for _, patient_id in found.rows):
        raise NotFoundError
    said = [message_of(one.resource) for one, _ in found.rows if is_message(one.resource)]
    if not said:
        raise NotFoundError
    people = members_in(reversed(said))
    first = (await door.read_many([f"Communication/{thread}"])).get(f"Communication/{thread}")
    topic = message_of(first.resource).topic if first is not None else ""
    return Members(
        thread=thread,
        people=people,
        last_id=said[0].id,
        topic=topic or next((one.topic for one in said if one.topic), ""),
        is_mine=any(who in door.actor.keys for who in people),
    )


async def add(door: Door, thread: str, references: Sequence[str], *, form_id: str) -> None:
    """Add colleagues to a conversation, for what is written from now on; they are told, the others see it there.

    Who may: a professional who is in it. The same form does it once. Raises CareError when nobody new is named, when
    there would be too many, and of who left.
    """
    members = await _members_for(door, thread)
    if await door.read_many([f"Communication/{entry_id(form_id)}"]):
        return
    if not members.is_mine:
        raise left_error()
    named = [one for one in references if one not in members.people]
    if not named:
        raise CareError(
            "Choisissez au moins une personne qui n’y est pas encore.",
            "Choose somebody who is not in it yet.",
            field="to",
        )
    if len(members.people) + len(named) > CHOSEN_MAX:
        raise CareError(
            f"{CHOSEN_MAX} personnes au plus par conversation.",
            f"At most {CHOSEN_MAX} people a conversation.",
            field="to",
        )
    new = await chosen(door, named)
    names = _together([one.display or "" for one in new])
    one = _word(door, members, f"{door.actor.name} a ajouté {names}.", entry_id(form_id))
    one.recipient = [*(one.recipient or ()), *new]
    one.extension = [Extension(url=systems.MESSAGE_JOINED, valueReference=each) for each in new]
    told = [each.reference or "" for each in new]
    async with door.writing() as unit:
        unit.create(one)
        unit.defer(notice_job("new-message", "", f"Communication/{one.id}", told, event_id=one.id or ""))
    await door.letters.mark(thread, now().replace(microsecond=0))


async def leave(door: Door, thread: str, *, form_id: str) -> None:
    """Leave a conversation: what was written stays to be read, nothing that follows comes. Who left stays away."""
    members = await _members_for(door, thread)
    if not members.is_mine:
        return
    one = _word(door, members, f"{door.actor.name} a quitté la conversation.", entry_id(form_id, "leave"))
    one.extension = [Extension(url=systems.MESSAGE_LEFT, valueBoolean=True)]
    async with door.writing() as unit:
        unit.create(one)
    await door.letters.mark(thread, now().replace(microsecond=0))


def left_error() -> CareError:
    """Return the refusal of who left a conversation."""
    return CareError(
        "Vous avez quitté cette conversation. Rien n’est parti : demandez à l’un de ses membres de vous ajouter.",
        "You have left this conversation. Nothing was sent: ask one of its members to add you.",
    )


async def _members_for(door: Door, thread: str) -> Members:
    if not door.actor.is_professional:
        raise ForbiddenError
    return await members_of(door, thread)


def _word(door: Door, members: Members, text: str, id_: str) -> Communication:
    """Return a word about the conversation itself, to everybody in it."""
    others = [(who, name) for who, name in members.people.items() if who not in door.actor.keys]
    return Communication(
        id=id_,
        status="completed",
        category=[concept(systems.MESSAGE, MESSAGE, "Message")],
        topic=CodeableConcept(text=members.topic) if members.topic else None,
        partOf=[Reference(reference=f"Communication/{members.thread}")],
        inResponseTo=[Reference(reference=f"Communication/{members.last_id}")],
        sent=fhir_instant(now()),
        sender=signature(door.actor),
        recipient=[Reference(reference=who, display=name or None) for who, name in others] or None,
        payload=[CommunicationPayload(contentString=text)],
    )


def _together(names: Sequence[str]) -> str:
    return " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
