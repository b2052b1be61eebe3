"""What may be done with a task: given, accepted, refused, begun, commented, put off, done; each can be taken back.

Whoever may write a part of a record may act on its tasks: a team shares its work, and each act names its author.
"""

from datetime import date

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant, refers_to
from cordee.care.errors import UnknownChoiceError
from cordee.care.signing import said, signature
from cordee.care.tasks.assignees import assignee
from cordee.care.tasks.building import PRIORITIES
from cordee.care.tasks.changing import change_task, read_task
from cordee.care.tasks.recurrence import RHYTHMS, set_rule
from cordee.care.tasks.refusals import REASONS
from cordee.care.tasks.states import OPEN, TaskStateError, move
from cordee.fhir import systems
from cordee.fhir.r4 import Period, Reference, Task, TaskRestriction
from cordee.kernel.clock import now


async def give(door: Door, task_id: str, to: str, words: str = "") -> Task:
    """Give a task to somebody of the circle or of one's team, whoever held it; the versions keep who did.

    A refused task is asked anew. Raises: UnknownChoiceError when they could not see it.
    """
    task = await read_task(door, task_id)
    owner = await assignee(door, task, to)

    def change(task: Task) -> None:
        if task.status not in OPEN and task.status != "rejected":
            raise TaskStateError(task.status or "")
        is_mine = refers_to(owner, door.actor.who)
        task.owner = owner
        task.status = "accepted" if is_mine else "requested"
        task.statusReason = None
        _note(task, door, words)

    return await change_task(door, task_id, change)


async def accept(door: Door, task_id: str) -> Task:
    """Take a task: it becomes one's own when it was a colleague's or nobody's."""

    def change(task: Task) -> None:
        move(task, "accepted")
        task.statusReason = None
        if not any(refers_to(task.owner, key) for key in door.actor.keys):
            task.owner = signature(door.actor)

    return await change_task(door, task_id, change)


async def begin(door: Door, task_id: str) -> Task:
    """Say that a task is under way."""

    def change(task: Task) -> None:
        move(task, "in-progress")
        if task.executionPeriod is None:
            task.executionPeriod = Period(start=fhir_instant(now()))

    return await change_task(door, task_id, change)


async def refuse(door: Door, task_id: str, reason: str, words: str = "") -> Task:
    """Refuse a task: it goes back to who asked for it, with the reason, and they are told."""
    if reason not in REASONS:
        raise UnknownChoiceError("reason")

    def change(task: Task) -> None:
        move(task, "rejected")
        task.statusReason = concept(systems.TASK_REFUSAL, reason, REASONS[reason])
        _note(task, door, words)

    return await change_task(door, task_id, change)


async def comment(door: Door, task_id: str, words: str) -> Task:
    """Add words to a task, signed and dated; what others wrote stays."""
    return await change_task(door, task_id, lambda task: _note(task, door, words))


async def postpone(door: Door, task_id: str, due_on: date | None) -> Task:
    """Move the day a task is due, or leave it open without one."""

    def change(task: Task) -> None:
        _still_open(task)
        task.restriction = TaskRestriction(period=Period(end=due_on.isoformat())) if due_on else None

    return await change_task(door, task_id, change)


async def prioritise(door: Door, task_id: str, priority: str) -> Task:
    """Say how urgent a task is."""
    if priority not in PRIORITIES:
        raise UnknownChoiceError("priority")

    def change(task: Task) -> None:
        _still_open(task)
        task.priority = priority

    return await change_task(door, task_id, change)


async def repeat(door: Door, task_id: str, rule: str) -> Task:
    """Give a task one of the RHYTHMS, or take its rhythm away."""
    if rule not in RHYTHMS:
        raise UnknownChoiceError("rule")

    def change(task: Task) -> None:
        _still_open(task)
        set_rule(task, rule)

    return await change_task(door, task_id, change)


async def give_up(door: Door, task_id: str) -> Task:
    """Give a task up: nobody has to do it any more."""
    return await change_task(door, task_id, lambda task: move(task, "cancelled"))


async def take_up(door: Door, task_id: str) -> Task:
    """Put a task back to be done, that was given up or refused."""

    def change(task: Task) -> None:
        move(task, "requested")
        task.statusReason = None

    return await change_task(door, task_id, change)


def _still_open(task: Task) -> None:
    if task.status not in OPEN and task.status != "rejected":
        raise TaskStateError(task.status or "")


def _note(task: Task, door: Door, words: str) -> None:
    if words:
        me: Reference = signature(door.actor)
        task.note = [*(task.note or ()), said(me, fhir_instant(now()), words)]
