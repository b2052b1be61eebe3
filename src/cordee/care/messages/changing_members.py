"""Coming into a conversation about nobody and going: each is a word of it, so that everybody sees who reads.

Whoever is in it may add a colleague, who reads from then on and nothing of before, and may leave; who began it may
remove somebody.
"""

from collections.abc import Sequence

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError
from cordee.care.messages.members import Members, left_error, members_of
from cordee.care.messages.message import MESSAGE, message_of
from cordee.care.messages.participants import CHOSEN_MAX, chosen
from cordee.care.notices import notice_job
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Communication, CommunicationPayload, Extension, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store.addressees import thread_of


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


async def remove(door: Door, thread: str, reference: str, *, form_id: str) -> str:
    """Remove somebody from a conversation and return the id of the word that says so: it is to them as well.

    Who may: who began it, while they are in it; `take_back` lifts it. They keep what was written to them. The same form
    does it once. Raises ForbiddenError for anybody else; CareError for somebody who is not in it, or oneself.
    """
    members = await _members_for(door, thread)
    word_id = entry_id(form_id, f"remove {reference}")
    if await door.read_many([f"Communication/{word_id}"]):
        return word_id
    if not (members.is_begun and members.is_mine):
        raise ForbiddenError(
            "Seule la personne qui a commencé une conversation peut en retirer quelqu’un. Rien n’a été modifié.",
            "Only whoever began a conversation may remove somebody from it. Nothing was changed.",
        )
    if reference not in members.people or reference in door.actor.keys:
        raise CareError(
            "Cette personne n’est plus dans la conversation. Rien n’a été modifié.",
            "This person is not in the conversation any more. Nothing was changed.",
        )
    name = members.people[reference] or "quelqu’un"
    one = _word(door, members, f"{door.actor.name} a retiré {name}.", word_id)
    one.extension = [Extension(url=systems.MESSAGE_REMOVED, valueReference=Reference(reference=reference))]
    async with door.writing() as unit:
        unit.create(one)
    await door.letters.mark(thread, now().replace(microsecond=0))
    return word_id


async def take_back(door: Door, word_id: str) -> str:
    """Withdraw a word by which this actor removed somebody, who is in it again; return its conversation's id."""
    one: Communication = (await door.read("Communication", word_id)).resource
    said = message_of(one)
    if not said.removed or said.sender not in door.actor.keys:
        raise NotFoundError
    one.status = "entered-in-error"
    async with door.writing() as unit:
        unit.update(one, expected_version=version_of(one.meta))
    return thread_of(one)


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
