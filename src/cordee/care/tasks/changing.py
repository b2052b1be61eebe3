"""One way to change a task: read, change, write, and once more when somebody else wrote in between.

Nothing is lost either way: a comment of hers stands beside his; what the other one's change forbids is refused.
"""

from collections.abc import Callable

from cordee.access import Door
from cordee.care.elements import fhir_instant, id_in, version_of
from cordee.care.tasks.telling import tell_given, tell_refused
from cordee.fhir.r4 import Task
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.store import Unit

TRIES_MAX = 4


class AlreadySoError(Exception):
    """Raised by a change that finds the task as it would leave it: nothing is written, nobody is told."""


Change = Callable[[Task], None]
More = Callable[[Unit, Task], None]


async def read_task(door: Door, task_id: str) -> Task:
    """Return a task about a person; NotFoundError when it is not the asker's to see, or about nobody."""
    task: Task = (await door.read("Task", task_id)).resource
    if not id_in(task.for_, "Patient"):
        raise NotFoundError
    return task


async def change_task(door: Door, task_id: str, change: Change, more: More | None = None) -> Task:
    """Change a task and return it as it now stands; `more` adds to the same unit.

    A change that raises AlreadySoError leaves it as it is. Whom a change concerns is told: the
    new owner of a task given, who asked for one that was refused. When somebody else keeps changing it, raises
    VersionConflictError after TRIES_MAX tries.
    """
    for left in reversed(range(TRIES_MAX)):
        task = await read_task(door, task_id)
        owner, status = task.owner, task.status
        try:
            change(task)
        except AlreadySoError:
            return task
        task.lastModified = fhir_instant(now())
        try:
            async with door.writing() as unit:
                unit.update(task, expected_version=version_of(task.meta))
                if task.owner != owner and task.owner is not None:
                    tell_given(unit, task, door.actor.who)
                if task.status == "rejected" != status:
                    tell_refused(unit, task, door.actor.who)
                if more is not None:
                    more(unit, task)
        except VersionConflictError:
            if not left:
                raise
            continue
        return task
    raise AssertionError
