"""Writing: a conversation is begun, answered, a message withdrawn; those it is for are told by jobs of the write."""

from collections.abc import Sequence

from cordee.access import Door
from cordee.care.audience import all_labels, chosen_audience
from cordee.care.chart import open_chart
from cordee.care.elements import concept, fhir_instant, version_of
from cordee.care.entry import drawn_id, entry_id
from cordee.care.errors import CareError
from cordee.care.messages.files import File, attach
from cordee.care.messages.members import left_error, members_of
from cordee.care.messages.mentions import mentioned_in
from cordee.care.messages.message import MESSAGE, is_message, message_of
from cordee.care.messages.participants import chosen, members_for
from cordee.care.notices import notice_job
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    Communication,
    CommunicationPayload,
    Extension,
    Meta,
    Reference,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Unit

TOPIC_LENGTH = 120
TEXT_LENGTH = 4000


async def begin(
    door: Door, patient_id: str, *, topic: str, text: str, audience_code: str = "circle",
    to: Sequence[str] = (), mentions: Sequence[str] = (), files: Sequence[File] = (), form_id: str = "",
) -> str:  # fmt: skip
    """Begin a conversation and return its id: about a person, for an audience of the circle; about nobody, for `to`.

    When the same form began it already, raises the store's conflict. Raises CareError, UnknownChoiceError.
    """
    security: list[Coding] | None = None
    if patient_id:
        audience = chosen_audience(door.actor, audience_code)
        recipients = await members_for(door, await open_chart(door, patient_id), audience.labels)
        security = all_labels(audience)
    else:
        recipients = await chosen(door, to)
    one = _message(door, patient_id, text, recipients, security, entry_id(form_id))
    one.topic = CodeableConcept(text=topic) if topic else None
    return await _send(door, one, mentions, files, muted=frozenset())


async def answer(
    door: Door, thread: str, *, text: str, mentions: Sequence[str] = (), files: Sequence[File] = (),
    last_id: str = "", form_id: str = "",
) -> str:  # fmt: skip
    """Answer in a conversation, to those it is for now, and return the id of the message.

    About nobody, it carries the subject as well: who was added since does not see the first message.
    Its labels are those of the conversation: an answer is never shown to more people than what it answers.
    Raises NotFoundError when it is not this actor's; CareError when they left it, or everybody else did.
    """
    found = await door.letters.thread(thread, count=1)
    newest, patient_id = found.rows[0]
    before: Communication = newest.resource
    if not is_message(before):
        raise NotFoundError
    said = message_of(before)
    labels = said.labels | await _labels_of_first(door, thread)
    security = [Coding(system=systems.VISIBILITY, code=label) for label in sorted(labels)] or None
    if patient_id:
        recipients = await members_for(door, await open_chart(door, patient_id), labels)
        topic = ""
    else:
        recipients, topic = await _others_in(door, thread)
    one = _message(door, patient_id, text, recipients, security, entry_id(form_id))
    one.topic = CodeableConcept(text=topic) if topic else None
    one.partOf = [Reference(reference=f"Communication/{thread}")]
    one.inResponseTo = [Reference(reference=f"Communication/{last_id or newest.id}")]
    marks = await door.letters.marks(thread)
    muted = frozenset(who for who, (_, is_muted) in marks.items() if is_muted)
    return await _send(door, one, mentions, files, muted=muted)


async def withdraw(door: Door, message_id: str, *, take_back: bool = False) -> str:
    """Withdraw one's own message, said to be withdrawn and not deleted, and return its conversation's id."""
    one: Communication = (await door.read("Communication", message_id)).resource
    if not is_message(one) or message_of(one).is_about_members:
        raise NotFoundError
    if one.sender is None or one.sender.reference != door.actor.who:
        raise ForbiddenError(
            "Seul l’auteur d’un message peut le retirer. Rien n’a été modifié.",
            "Only the author of a message may withdraw it. Nothing was changed.",
        )
    one.status = "completed" if take_back else "entered-in-error"
    async with door.writing() as unit:
        unit.update(one, expected_version=version_of(one.meta))
    part_of = one.partOf[0].reference if one.partOf else None
    return (part_of or f"Communication/{message_id}").partition("/")[2]


async def _others_in(door: Door, thread: str) -> tuple[list[Reference], str]:
    """Return the others in a conversation about nobody, and its subject."""
    members = await members_of(door, thread)
    if not members.is_mine:
        raise left_error()
    others = [
        Reference(reference=who, display=name or None)
        for who, name in members.people.items()
        if who not in door.actor.keys
    ]
    if not others:
        raise CareError(
            "Plus personne d’autre n’est dans cette conversation. Rien n’est parti : ajoutez quelqu’un d’abord.",
            "Nobody else is in this conversation. Nothing was sent: add somebody first.",
        )
    return others, members.topic


async def _labels_of_first(door: Door, thread: str) -> frozenset[str]:
    first = (await door.read_many([f"Communication/{thread}"])).get(f"Communication/{thread}")
    return message_of(first.resource).labels if first is not None else frozenset()


async def _send(
    door: Door, one: Communication, mentions: Sequence[str], files: Sequence[File], *, muted: frozenset[str]
) -> str:
    assert one.id is not None
    people = {each.reference or "": each.display or "" for each in one.recipient or ()}
    called = [who for who in people if who in mentions or who in mentioned_in(message_of(one).text, people)]
    one.extension = [
        Extension(url=systems.MENTION, valueReference=Reference(reference=who)) for who in called
    ] or None
    async with door.writing() as unit:
        payload = one.payload or []
        one.payload = [*payload, *attach(unit, one, files)] or None
        unit.create(one)
        _tell(unit, one, called, [who for who in people if who not in called and who not in muted])
    thread = one.partOf[0].reference.partition("/")[2] if one.partOf and one.partOf[0].reference else one.id
    await door.letters.mark(thread, now().replace(microsecond=0))
    return one.id


def _tell(unit: Unit, one: Communication, called: list[str], others: list[str]) -> None:
    patient_id = (one.subject.reference or "").partition("/")[2] if one.subject else ""
    key = f"Communication/{one.id}"
    if called:
        unit.defer(notice_job("mention", patient_id, key, called, event_id=drawn_id(one.id or "", "mention")))
    if others:
        unit.defer(notice_job("new-message", patient_id, key, others, event_id=one.id or ""))


def _message(
    door: Door,
    patient_id: str,
    text: str,
    recipients: list[Reference],
    security: list[Coding] | None,
    id_: str,
) -> Communication:
    return Communication(
        id=id_,
        meta=Meta(security=security) if security else None,
        status="completed",
        category=[concept(systems.MESSAGE, MESSAGE, "Message")],
        subject=about(patient_id) if patient_id else None,
        sent=fhir_instant(now()),
        sender=signature(door.actor),
        recipient=recipients or None,
        payload=[CommunicationPayload(contentString=text)] if text else None,
    )
