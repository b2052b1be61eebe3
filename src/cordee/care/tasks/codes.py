"""What kinds of task there are (`systems.TASK_CODE`): their words, R4 intent, and where a task names what it comes of.

A kind says the part of the record its tasks belong to as well; the store decides that (`store/columns.py`).
"""

import msgspec

from cordee.care.elements import code_of
from cordee.fhir import systems
from cordee.fhir.r4 import Task

PLAN_ACTION = "action"
REVIEW = "review"
QUALIFY = "qualify"
JOIN = "join"
TODO = "todo"
DECISION = "decision"
ALERT = "alert"
ORIENTATION = "orientation"


class TaskKind(msgspec.Struct, frozen=True):
    """One kind: its words, its `Task.intent`; `acts_on` when the source is what is worked on, not why."""

    words: str
    intent: str
    acts_on: bool = False


KINDS: dict[str, TaskKind] = {
    PLAN_ACTION: TaskKind("Action du plan", "plan", acts_on=True),
    REVIEW: TaskKind("Revue du plan", "plan", acts_on=True),
    QUALIFY: TaskKind("Qualifier la demande", "order", acts_on=True),
    JOIN: TaskKind("Demande à rejoindre le cercle", "proposal", acts_on=True),
    TODO: TaskKind("Tâche", "order"),
    DECISION: TaskKind("Décision de la concertation", "order"),
    ALERT: TaskKind("Alerte à traiter", "order"),
    ORIENTATION: TaskKind("Répondre à l’orientation", "order", acts_on=True),
}


def code_in(task: Task) -> str:
    """Return the kind of a task, or nothing when it has none of ours."""
    return code_of(task.code, systems.TASK_CODE)
