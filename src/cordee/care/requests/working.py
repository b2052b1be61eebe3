"""Working on a request before it is answered: taking it, handing it over, qualifying it, waiting for something.

Each act is a new version of the Task, so that the history tells who did what and when. See `history`.
"""

from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.elements import fhir_instant, instant, version_of
from cordee.care.errors import UnknownChoiceError
from cordee.care.requests.building import agreement, categories, reason_of
from cordee.care.requests.colleagues import colleagues
from cordee.care.requests.pending import WAITING, Pending, say, to_answer
from cordee.care.requests.structure import own_structure
from cordee.care.requests.telling import tell_one
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Period, Reference, TaskRestriction
from cordee.kernel.clock import now


class Qualifying(msgspec.Struct, frozen=True, kw_only=True):
    """What a request turns out to be, and within how many hours of its arrival it is to be answered."""

    kind: str
    is_urgent: bool
    due_hours: int
    theme: str = ""
    theme_label: str = ""
    consent: str = ""
    comment: str = ""


async def take_on(door: Door, id_: str) -> None:
    """Make the request one's own. Raises: AlreadyAnsweredError, ForbiddenError."""
    await _give(door, id_, signature(door.actor), "accepted", "")


async def give_back(door: Door, id_: str) -> None:
    """Give the request back to the whole structure: it waits to be taken. Raises as `take_on`."""
    await _give(door, id_, own_structure(door.actor), "requested", "")


async def hand_over(door: Door, id_: str, colleague: str, words: str = "") -> None:
    """Hand the request over to a colleague of the coordination, with a word.

    Raises: UnknownChoiceError when that is no colleague; AlreadyAnsweredError, ForbiddenError.
    """
    found = next((one for one in await colleagues(door) if one.reference == colleague), None)
    if found is None:
        raise UnknownChoiceError("colleague")
    await _give(door, id_, Reference(reference=found.reference, display=found.name), "accepted", words)


async def qualify(door: Door, id_: str, found: Qualifying) -> None:
    """Write down what the request is; its term counts from when it came, whatever the day it is qualified.

    Raises: UnknownChoiceError, AlreadyAnsweredError, ForbiddenError.
    """
    pending = await to_answer(door, id_, WAITING)
    request, task = pending
    request.category = categories(found.kind)
    request.priority = "urgent" if found.is_urgent else "routine"
    words = request.code.text if request.code is not None else None
    request.code = reason_of(found.theme, found.theme_label, words or found.theme_label)
    if found.consent:
        others = [one for one in request.extension or () if one.url != systems.REQUEST_PERSON_AGREES]
        request.extension = [*others, agreement(found.consent)]
    if task is not None:
        task.priority = request.priority
        task.restriction = _until(instant(request.authoredOn) or now(), found.due_hours)
        task.businessStatus = None  # another term: reminders start anew
        if not (task.owner and (task.owner.reference or "").startswith("PractitionerRole/")):
            task.owner = signature(door.actor)
    await _move(door, pending, "in-progress", "active", found.comment)


async def pause(door: Door, id_: str, words: str) -> None:
    """Say that the answer waits for something: a document, a call back. Its term goes on. Raises as `take_on`."""
    pending = await to_answer(door, id_, WAITING)
    if pending.task is not None:
        pending.task.statusReason = CodeableConcept(text=words)
    await _move(door, pending, "on-hold", "on-hold", words)


async def resume(door: Door, id_: str) -> None:
    """Say that what was waited for has come. Raises as `take_on`."""
    pending = await to_answer(door, id_, WAITING)
    await _move(door, pending, "in-progress", "active", "")


async def _give(door: Door, id_: str, owner: Reference, status: str, words: str) -> None:
    pending = await to_answer(door, id_, WAITING)
    if pending.task is not None:
        pending.task.owner = owner
    await _move(door, pending, status, "active", words)


async def _move(door: Door, pending: Pending, task_status: str, status: str, words: str) -> None:
    request, task = pending
    is_moved = request.status != status or task_status == "in-progress"
    request.status = status
    async with door.writing() as unit:
        if is_moved:
            unit.update(request, expected_version=version_of(request.meta))
        if task is not None:
            task.status = task_status
            if task_status != "on-hold":
                task.statusReason = None
            say(task, door, words)
            unit.update(task, expected_version=version_of(task.meta))
            owner = (task.owner.reference if task.owner else None) or ""
            if owner.startswith("PractitionerRole/") and owner != door.actor.who:
                tell_one(unit, request, owner)


def _until(asked_at: datetime, hours: int) -> TaskRestriction:
    return TaskRestriction(period=Period(end=fhir_instant(asked_at + timedelta(hours=hours))))
