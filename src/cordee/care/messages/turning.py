"""A message becomes a note or a task in one tap: nothing is typed twice, and each leads back to the other.

The id of what it becomes is made of the message's: a second tap finds it there.
"""

from cordee.access import Door
from cordee.care.audience import AUDIENCES, choices_for
from cordee.care.entry import drawn_id, once
from cordee.care.errors import CareError
from cordee.care.messages.message import Message, is_message, message_of
from cordee.care.messages.reading import NOTE, TASK
from cordee.care.note_writing import add_note
from cordee.care.signing import signature
from cordee.care.tasks import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Communication, Reference
from cordee.kernel.errors import NotFoundError

TASK_LENGTH = 300
PROFESSIONALS = AUDIENCES["professionals"]


async def into_note(door: Door, message_id: str, said_when: str) -> tuple[str, str]:
    """Write a note of a message, for the same readers, and return the ids of the person and of the note.

    `said_when` is the message's moment in words. Who may not write for these readers writes for fewer, professionals
    first; for none, when all they may choose are more: raises CareError.
    """
    message = await _of_record(door, message_id)
    note_id = drawn_id(message_id, NOTE)
    text = f"{message.text}\n\n— {message.sender_name or 'un membre du cercle'}, {said_when}, par message"

    async def write() -> None:
        await add_note(
            door, message.patient_id, type_code="GEN", text=text, is_urgent=False,
            audience_code=_audience(door, message), form_id=note_id,
            made_of=f"Communication/{message_id}",
        )  # fmt: skip

    await once(door, f"DocumentReference/{note_id}", message.patient_id, write)
    return message.patient_id, note_id


async def into_task(door: Door, message_id: str) -> tuple[str, str]:
    """Make a task of mine of a message and return the ids of the person and of the task."""
    message = await _of_record(door, message_id)
    task_id = drawn_id(message_id, TASK)

    async def write() -> None:
        task = new_task(
            id=task_id,
            code="todo",
            text=" ".join(message.text.split())[:TASK_LENGTH] or message.summary,
            patient_id=message.patient_id,
            requester=signature(door.actor),
            owner=signature(door.actor),
            source=Reference(reference=f"Communication/{message_id}"),
            labels=[Coding(system=systems.VISIBILITY, code=one) for one in sorted(message.labels)],
        )
        async with door.writing() as unit:
            unit.create(task)

    await once(door, f"Task/{task_id}", message.patient_id, write)
    return message.patient_id, task_id


async def _of_record(door: Door, message_id: str) -> Message:
    stored = await door.read("Communication", message_id)
    one: Communication = stored.resource
    patient = (one.subject.reference if one.subject else None) or ""
    if not is_message(one) or not patient.startswith("Patient/") or one.status == "entered-in-error":
        raise NotFoundError
    return message_of(one, patient.partition("/")[2])


def _audience(door: Door, message: Message) -> str:
    fewer = [one for one in choices_for(door.actor) if message.labels <= frozenset(one.labels)]
    same = (one for one in fewer if frozenset(one.labels) == message.labels)
    found = next(same, None) or (PROFESSIONALS if PROFESSIONALS in fewer else next(iter(fewer), None))
    if found is None:
        raise CareError(
            "Ce message est pour des personnes à qui vous ne pouvez pas réserver une note. Rien n’a été ajouté.",
            "This message is for readers you cannot keep a note for. Nothing was added.",
        )
    return found.code
