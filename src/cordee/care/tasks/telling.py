"""Who is told of what becomes of a task; one place, so that no act forgets."""

from cordee.care.elements import id_in
from cordee.care.notices import notice_job
from cordee.fhir.r4 import Reference, Task
from cordee.store import Unit


def tell_given(unit: Unit, task: Task, by: str) -> None:
    """Tell whom a task was given to, unless they gave it to themselves."""
    _tell(unit, "task-given", task, task.owner, by)


def tell_refused(unit: Unit, task: Task, by: str) -> None:
    """Tell who asked for a task that it came back to them."""
    _tell(unit, "task-refused", task, task.requester, by)


def _tell(unit: Unit, kind: str, task: Task, to: Reference | None, by: str) -> None:
    reader = (to.reference if to else None) or ""
    if reader and reader != by:
        unit.defer(notice_job(kind, id_in(task.for_, "Patient"), f"Task/{task.id}", [reader]))
