"""What happened to a request, step by step: the versions of its Task, told as sentences."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.elements import code_of, words_of
from cordee.care.people import name_of_person
from cordee.care.requests.mail import BY_MAIL
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, PractitionerRole, Task
from cordee.store import Stored

STEPS_MAX = 100
PLATFORM = "La plateforme"
REPLY = "Réponse reçue"
DELAYS = {"due-soon": "Rappel : le délai approche", "overdue": "Délai dépassé : l’équipe est prévenue"}
_ENDS = {"completed": "Demande acceptée", "rejected": "Réponse donnée", "cancelled": "Abandonnée"}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened: what, by whom, when, and what they said."""

    what: str
    who: str
    at: datetime
    said: str = ""


async def history_of(door: Door, task_id: str) -> tuple[Step, ...]:
    """Return what happened to a request, newest first; nothing without a task. Cost: two statements."""
    if not task_id:
        return ()
    rows = (await door.history("Task", task_id, STEPS_MAX)).rows
    versions = [row for row in reversed(rows) if not row.deleted]
    names = await _names(door, {row.updated_by for row in versions})
    steps: list[Step] = []
    before: Task | None = None
    for row in versions:
        task: Task = row.resource
        steps += _steps(before, task, row, names)
        before = task
    return tuple(reversed(steps))


def _steps(before: Task | None, task: Task, row: Stored, names: dict[str, str]) -> Iterator[Step]:
    said = list(task.note or ())[len(before.note or ()) if before is not None else 0 :]
    words = "\n".join(one.text for one in said if one.text)
    what = _what(before, task)
    if what or words:
        who = names.get(row.updated_by) or _written_by(said) or _mailed_by(before, task) or PLATFORM
        is_reply = before is not None and row.updated_by not in names
        yield Step(
            what=what or (REPLY if is_reply else "Commentaire"), who=who, at=row.updated_at, said=words
        )


def _written_by(said: list[Annotation]) -> str:
    """Return who the platform wrote something down for: the sender of a message."""
    return next((one.authorString for one in said if one.authorString), "")


def _mailed_by(before: Task | None, task: Task) -> str:
    """Return the sender of the message a request came of, for its first step."""
    sender = (task.requester.display if task.requester is not None else None) or ""
    return sender if before is None and sender.endswith(BY_MAIL) else ""


def _what(before: Task | None, task: Task) -> str:
    """Return what one version did in words, empty when it only adds a comment."""
    if before is None:
        return "Demande reçue"
    level = code_of(task.businessStatus, systems.REQUEST_DELAY)
    if level and level != code_of(before.businessStatus, systems.REQUEST_DELAY):
        return DELAYS.get(level, "")
    if task.status in _ENDS:
        return f"{_ENDS[task.status]} : {words_of(task.statusReason)}".rstrip(" :")
    return "Demande rouverte" if before.status in _ENDS else _progress(before, task)


def _progress(before: Task, task: Task) -> str:
    if _owner(before) != _owner(task) and task.status in {"requested", "accepted"}:
        return f"Confiée à {_owner(task)}" if task.status == "accepted" else "Rendue à l’équipe"
    if before.status == "on-hold" and task.status == "in-progress":
        return "Reprise"
    return {"on-hold": "En attente d’éléments", "in-progress": "Qualifiée"}.get(task.status or "", "")


def _owner(task: Task) -> str:
    return (task.owner.display if task.owner else None) or ""


async def _names(door: Door, references: set[str]) -> dict[str, str]:
    wanted = sorted(one for one in references if one.startswith("PractitionerRole/"))
    found = await door.read_many(wanted) if wanted else {}
    return {
        reference: name_of_person(reference, stored.resource).name
        for reference, stored in found.items()
        if isinstance(stored.resource, PractitionerRole)
    }
