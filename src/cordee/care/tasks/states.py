"""Where a task stands and where it may go from there: one table for pages, jobs and tests.

The API may put a task into any state R4 knows: another software has its own rules. Source: R4 Task, state machine.
"""

from cordee.care.errors import CareError
from cordee.fhir.r4 import Task

WORDS = {
    "draft": "à préciser",
    "requested": "à faire",
    "received": "à faire",
    "accepted": "acceptée",
    "ready": "à faire",
    "in-progress": "en cours",
    "on-hold": "en pause",
    "completed": "faite",
    "cancelled": "abandonnée",
    "rejected": "refusée",
    "failed": "non aboutie",
    "entered-in-error": "saisie par erreur",
}
OPEN = ("requested", "received", "accepted", "ready", "in-progress", "on-hold")
DONE = "completed"
CLOSED = frozenset({"cancelled", "rejected", "failed", "entered-in-error"})

_ON = frozenset({"accepted", "in-progress", "on-hold", "rejected", "completed", "failed", "cancelled"})
_BACK = frozenset({"requested", "accepted", "in-progress"})
NEXT: dict[str, frozenset[str]] = {
    "draft": frozenset({"requested", "cancelled"}),
    "requested": _ON,
    "received": _ON,
    "ready": _ON,
    "accepted": _ON - {"accepted"} | {"requested"},
    "in-progress": _ON - {"in-progress"} | {"requested"},
    "on-hold": _ON - {"on-hold"} | {"requested"},
    "completed": _BACK | {"received", "ready", "on-hold"},  # a slip is taken back to what it was
    "cancelled": _BACK,
    "rejected": _BACK,
    "failed": _BACK,
    "entered-in-error": frozenset(),
}


class TaskStateError(CareError):
    """Said when a task cannot go where somebody wants it: it has moved since their page was drawn."""

    code = "task-state"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"Cette tâche est « {WORDS.get(state, state)} » : elle a changé depuis que vous l’avez ouverte. "
            "Rien n’a été modifié.",
            f"This task is '{state}': it has changed since you opened it. Nothing was modified.",
        )


def move(task: Task, status: str) -> None:
    """Put a task into a state. Raises: TaskStateError when the table has no way there."""
    if status not in NEXT.get(task.status or "", frozenset()):
        raise TaskStateError(task.status or "")
    task.status = status


def is_open(task: Task) -> bool:
    """Return whether a task is still to be done."""
    return task.status in OPEN
