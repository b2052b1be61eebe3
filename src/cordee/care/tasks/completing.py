"""A task done, and undone exactly; one that comes again asks for its next occurrence in the same act, once."""

from datetime import date

from cordee.access import Door
from cordee.care.elements import code_of, concept, fhir_instant, version_of
from cordee.care.tasks.changing import AlreadySoError, change_task, read_task
from cordee.care.tasks.recurrence import next_id, occurrence_after, rule_of
from cordee.care.tasks.states import DONE, move
from cordee.fhir import systems
from cordee.fhir.r4 import Period, Task
from cordee.kernel.clock import now
from cordee.store import Unit

_WITHDRAWN = "withdrawn"


async def complete(door: Door, task_id: str, today: date) -> Task:
    """Mark a task done now; one that is done already stays as it is."""
    following = await _next(door, await read_task(door, task_id))

    def change(task: Task) -> None:
        if task.status == DONE:
            raise AlreadySoError
        move(task, DONE)
        start = task.executionPeriod.start if task.executionPeriod else None
        task.executionPeriod = Period(start=start, end=fhir_instant(now()))

    def more(unit: Unit, task: Task) -> None:
        if following is not None and code_of(following.statusReason, systems.TASK_REFUSAL) == _WITHDRAWN:
            move(following, "requested")
            following.statusReason = None
            unit.update(following, expected_version=version_of(following.meta))
        elif following is None and (made := occurrence_after(task, today)) is not None:
            unit.create(made)

    return await change_task(door, task_id, change, more)


async def uncomplete(door: Door, task_id: str) -> Task:
    """Take a task back to what it was before it was done; nothing when it is not done.

    The occurrence it had asked for is withdrawn, unless somebody acted on it already.
    """
    task = await read_task(door, task_id)
    before = await _before(door, task)
    following = await _next(door, task)

    def change(task: Task) -> None:
        if task.status != DONE:
            raise AlreadySoError
        move(task, before.status if before is not None and before.status else "in-progress")
        task.executionPeriod = before.executionPeriod if before is not None else None

    def more(unit: Unit, _task: Task) -> None:
        if following is not None and following.status in ("requested", "accepted") and not following.note:
            move(following, "cancelled")
            following.statusReason = concept(
                systems.TASK_REFUSAL, _WITHDRAWN, "La fois précédente n’est pas encore faite"
            )
            unit.update(following, expected_version=version_of(following.meta))

    return await change_task(door, task_id, change, more)


async def _before(door: Door, task: Task) -> Task | None:
    """Return the version before it was done, None when it never was anything else."""
    version = version_of(task.meta)
    if task.status != DONE or version <= 1 or task.id is None:
        return None
    before: Task = (await door.vread("Task", task.id, version - 1)).resource
    return before if before.status != DONE else None


async def _next(door: Door, task: Task) -> Task | None:
    """Return the occurrence after a task, when it was made already."""
    reference = f"Task/{next_id(task.id or '')}"
    found = (await door.read_many([reference])).get(reference) if rule_of(task) else None
    return found.resource if found is not None else None
