"""Answering an orientation, by the staff of the structure it was sent to; both sides write to each other."""

from datetime import datetime

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant, id_in, version_of
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.notices import notice_job
from cordee.care.orientations.states import OPEN, REFUSALS
from cordee.care.orientations.view import ADMISSION, FIRST_ANSWER, moment_of
from cordee.care.signing import said, signature
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Task, TaskOutput
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError


async def study(door: Door, id_: str) -> None:
    """Say that the request is being looked at: the sender knows it arrived."""
    task = await _mine(door, id_, ("requested",))
    task.status = "received"
    await _answer(door, task, is_answer=False)


async def accept(door: Door, id_: str, *, words: str) -> None:
    """Accept: the structure will admit the person."""
    task = await _mine(door, id_, ("requested", "received", "on-hold"))
    task.status, task.businessStatus = "accepted", None
    await _answer(door, task, words)


async def set_aside(door: Door, id_: str, *, rank: int, words: str) -> None:
    """Keep the request on the waiting list, at a rank; said again, the rank moves."""
    task = await _mine(door, id_, ("requested", "received", "on-hold", "accepted"))
    task.status, task.businessStatus = "on-hold", CodeableConcept(text=str(rank))
    await _answer(door, task, words)


async def refuse(door: Door, id_: str, *, reason: str, words: str) -> None:
    """Refuse, with a coded reason the sender reads. Raises: UnknownChoiceError."""
    if reason not in REFUSALS:
        raise UnknownChoiceError("reason")
    task = await _mine(door, id_, OPEN)
    task.status, task.businessStatus = "rejected", None
    task.statusReason = concept(systems.ORIENTATION_REFUSAL, reason, REFUSALS[reason])
    await _answer(door, task, words)


async def take_back(door: Door, id_: str) -> None:
    """Take a refusal back: the request is looked at again."""
    task = await _mine(door, id_, ("rejected",))
    task.status, task.statusReason = "received", None
    await _answer(door, task, is_answer=False)


async def admit(door: Door, id_: str, *, at: datetime, words: str) -> None:
    """Say that the person was admitted: the orientation is done."""
    task = await _mine(door, id_, ("accepted", "on-hold", "received"))
    task.status, task.businessStatus = "completed", None
    task.output = [*(task.output or []), _moment(ADMISSION, at)]
    await _answer(door, task, words)


async def say(door: Door, id_: str, text: str) -> None:
    """Add a message for the other side."""
    task: Task = (await door.read("Task", id_)).resource
    _note(door, task, text)
    async with door.writing() as unit:
        unit.update(task, expected_version=version_of(task.meta))
        unit.defer(notice_job("orientation", id_in(task.for_, "Patient"), f"Task/{id_}", _others(door, task)))


async def _mine(door: Door, id_: str, states: tuple[str, ...]) -> Task:
    task: Task = (await door.read("Task", id_)).resource
    owner = task.owner.reference if task.owner else None
    if not door.actor.is_professional or not owner or owner != door.actor.organization:
        raise ForbiddenError
    if task.status not in states:
        raise CareError(
            "Cette orientation a changé d’état entre-temps. Relisez-la avant de répondre : rien n’a été modifié.",
            "This orientation changed meanwhile. Read it again: nothing was changed.",
        )
    return task


async def _answer(door: Door, task: Task, words: str = "", *, is_answer: bool = True) -> None:
    at = now()
    if is_answer and moment_of(task, FIRST_ANSWER) is None:
        task.output = [*(task.output or []), _moment(FIRST_ANSWER, at)]
    task.lastModified = fhir_instant(at)
    if words:
        _note(door, task, words)
    async with door.writing() as unit:
        unit.update(task, expected_version=version_of(task.meta))
        unit.defer(
            notice_job("orientation", id_in(task.for_, "Patient"), f"Task/{task.id}", _others(door, task))
        )


def _note(door: Door, task: Task, text: str) -> None:
    task.note = [*(task.note or []), said(signature(door.actor), fhir_instant(now()), text)]


def _others(door: Door, task: Task) -> list[str]:
    """Return who is told: the sender when the structure speaks, the structure when the sender does."""
    owner = (task.owner.reference if task.owner else None) or ""
    sender = (task.requester.reference if task.requester else None) or ""
    return [sender] if door.actor.organization == owner else [owner]


def _moment(code: str, at: datetime) -> TaskOutput:
    words = {FIRST_ANSWER: "Première réponse", ADMISSION: "Admission"}[code]
    return TaskOutput(type=concept(systems.ORIENTATION_MOMENT, code, words), valueDateTime=fhir_instant(at))
