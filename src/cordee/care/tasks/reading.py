"""One task whole: the line, what was said, who held it when, and what it comes of."""

from datetime import date, datetime

import msgspec

from cordee.access import Door
from cordee.care.elements import instant, refers_to, words_of
from cordee.care.signing import author_of
from cordee.care.tasks.changing import read_task
from cordee.care.tasks.line import TaskLine, line_of
from cordee.care.tasks.recurrence import rule_of
from cordee.care.tasks.sources import Source, source_of
from cordee.care.tasks.states import NEXT, WORDS
from cordee.fhir.r4 import Annotation, Patient, Task

VERSIONS_MAX = 50
COMMENTS_MAX = 100


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Words somebody added."""

    who: str
    at: datetime | None
    text: str
    is_mine: bool


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that became of the task: what, by whom, when."""

    what: str
    who: str
    at: datetime


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """One task as its sheet shows it."""

    line: TaskLine
    rule: str
    priority: str
    comments: tuple[Said, ...]
    steps: tuple[Step, ...]
    source: Source | None

    def may_go(self, status: str) -> bool:
        """Return whether the task may be put into a state from where it stands."""
        return status in NEXT.get(self.line.status, frozenset())


async def view_task(door: Door, task_id: str, today: date) -> TaskView:
    """Return a task with its story. Cost: three statements, one more when it comes of something."""
    task = await read_task(door, task_id)
    patient: Patient | None = None
    if task.for_ is not None and task.for_.reference:
        found = (await door.read_many([task.for_.reference])).get(task.for_.reference)
        patient = found.resource if found is not None else None
    line = line_of(task, patient, today, door.actor.keys)
    return TaskView(
        line=line,
        rule=rule_of(task),
        priority=task.priority or "routine",
        comments=tuple(_said_by(note, door.actor.who) for note in (task.note or ())[-COMMENTS_MAX:]),
        steps=await _steps(door, task_id),
        source=await source_of(door, task, line.patient_id),
    )


def _said_by(note: Annotation, me: str) -> Said:
    author = author_of(note)
    return Said(
        who=(author.display if author else None) or "",
        at=instant(note.time),
        text=note.text or "",
        is_mine=refers_to(author, me),
    )


async def _steps(door: Door, task_id: str) -> tuple[Step, ...]:
    """Return what became of a task, newest first: who holds it, until when, where it stands."""
    rows = (await door.history("Task", task_id, VERSIONS_MAX)).rows
    names: dict[str, str] = {}
    versions: list[tuple[Task, str, datetime]] = []
    for row in reversed(rows):
        task: Task = row.resource
        for one in (task.requester, task.owner, *(author_of(note) for note in task.note or ())):
            if one is not None and one.reference and one.display:
                names[one.reference] = one.display
        versions.append((task, row.updated_by, row.updated_at))
    steps: list[Step] = []
    before: Task | None = None
    for task, by, at in versions:
        who = door.actor.name if by == door.actor.who else names.get(by, "")
        steps += [Step(what=what, who=who, at=at) for what in _changed(before, task)]
        before = task
    return tuple(reversed(steps))


def _changed(before: Task | None, task: Task) -> list[str]:
    owner = task.owner.display if task.owner and task.owner.display else ""
    if before is None:
        return [f"Demandée à {owner}" if owner else "Créée"]
    found = []
    if task.owner != before.owner and owner:
        found.append(f"Confiée à {owner}")
    elif task.status != before.status:
        reason = words_of(task.statusReason)
        state = WORDS.get(task.status or "", task.status or "")
        found.append(f"{state[:1].upper()}{state[1:]}{f' : {reason}' if reason else ''}")
    if _due(task) != _due(before):
        found.append(f"Reportée au {_said(_due(task))}" if _due(task) else "Sans date désormais")
    return found


def _due(task: Task) -> str:
    return (task.restriction.period.end if task.restriction and task.restriction.period else None) or ""


def _said(text: str) -> str:
    return ".".join(reversed(text[:10].split("-"))).replace(".", "/")
