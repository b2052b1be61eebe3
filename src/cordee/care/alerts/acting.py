"""What one does with an alert: say that one deals with it, and close it with a word."""

from cordee.access import Door
from cordee.care.alerts.raising import end
from cordee.care.alerts.standing import is_alert, task_id_of
from cordee.care.elements import fhir_instant, refers_to, version_of
from cordee.care.signing import said, signature
from cordee.fhir.r4 import Flag, Task
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError

WORDS_LENGTH = 500


async def acknowledge(door: Door, patient_id: str, flag_id: str, words: str) -> None:
    """Say that one deals with an alert: its task is one's own from then on, and it climbs no more."""
    await _standing(door, patient_id, flag_id)
    task: Task = (await door.read("Task", task_id_of(flag_id))).resource
    task.owner = signature(door.actor)
    if task.status == "requested":
        task.status = "accepted"
    _note(door, task, words)
    task.lastModified = fhir_instant(now())
    async with door.writing() as unit:
        unit.update(task, expected_version=version_of(task.meta))


async def close(door: Door, patient_id: str, flag_id: str, words: str) -> None:
    """Close an alert, and say why; the same episode is never raised again."""
    flag = await _standing(door, patient_id, flag_id)
    try:
        task: Task | None = (await door.read("Task", task_id_of(flag_id))).resource
    except (NotFoundError, GoneError):
        task = None
    if task is not None:
        _note(door, task, words)
    await end(door, flag, task, now())


async def _standing(door: Door, patient_id: str, flag_id: str) -> Flag:
    flag: Flag = (await door.read("Flag", flag_id)).resource
    if not refers_to(flag.subject, f"Patient/{patient_id}") or not is_alert(flag) or flag.status != "active":
        raise NotFoundError
    return flag


def _note(door: Door, task: Task, words: str) -> None:
    if words:
        task.note = [*(task.note or ()), said(signature(door.actor), fhir_instant(now()), words)]
