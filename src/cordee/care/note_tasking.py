"""A note made a task in one tap: mine, to do, with the note behind it; taken back by the same tap."""

from cordee.access import Door
from cordee.care.audience import every_label
from cordee.care.elements import refers_to, version_of
from cordee.care.entry import drawn_id
from cordee.care.notebook.contents import text_of
from cordee.care.notebook.kinds import is_note, is_urgent
from cordee.care.signing import signature
from cordee.care.tasks import new_task
from cordee.fhir.r4 import DocumentReference, Reference, Task
from cordee.kernel.errors import NotFoundError

TEXT_LENGTH = 200


async def task_from_note(door: Door, patient_id: str, note_id: str) -> str:
    """Make a task of a note for whoever asks, and return its id; a second tap changes nothing.

    When the note is not theirs to read, or not of this record, raises NotFoundError.
    """
    note: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not is_note(note) or note.status != "current" or not refers_to(note.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    task_id = _task_id(door, note_id)
    stood = (await door.read_many([f"Task/{task_id}"])).get(f"Task/{task_id}")
    async with door.writing() as unit:
        if stood is None:
            me = signature(door.actor)
            unit.create(
                new_task(
                    id=task_id,
                    code="todo",
                    text=" ".join(text_of(note).split())[:TEXT_LENGTH],
                    patient_id=patient_id,
                    requester=me,
                    owner=me,
                    priority="urgent" if is_urgent(note) else "routine",
                    source=Reference(reference=f"DocumentReference/{note_id}"),
                    labels=every_label(note),
                )
            )
        elif (task := stood.resource).status == "cancelled":
            task.status = "accepted"
            unit.update(task, expected_version=version_of(task.meta))
    return task_id


async def drop_task(door: Door, patient_id: str, note_id: str) -> None:
    """Take back the task one made of a note."""
    task: Task = (await door.read("Task", _task_id(door, note_id))).resource
    if not refers_to(task.for_, f"Patient/{patient_id}"):
        raise NotFoundError
    task.status = "cancelled"
    async with door.writing() as unit:
        unit.update(task, expected_version=version_of(task.meta))


def _task_id(door: Door, note_id: str) -> str:
    return drawn_id(note_id, f"todo/{door.actor.who}")
