"""Which parts of a record the Task of an orientation opens to whom, and what those it is sent to may change. Pure."""

from copy import copy
from typing import Any

import msgspec

from cordee.fhir import decode, systems
from cordee.store.moments import first_instant
from cordee.store.unchanged import is_unchanged

TASK = "Task"
_OPEN = frozenset({"requested", "received", "accepted", "ready", "in-progress", "on-hold"})
_ANSWERED = _OPEN | {"rejected", "completed", "cancelled", "failed"}
_ANSWERABLE = _OPEN | {"rejected"}  # a refusal may be taken back
_SENT_TYPES = frozenset({"ServiceRequest", "Patient", "DocumentReference", "Binary"})
_ANSWERS = ("status", "statusReason", "businessStatus", "lastModified", "note", "output")


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What one Task opens to one structure: the Task itself, `others` to read, the Task to write when `may_answer`."""

    recipient: str
    others: tuple[str, ...]
    may_answer: bool
    starts_at: Any


def is_orientation(resource: Any, type_name: str) -> bool:
    """Return whether a resource is the Task of an orientation."""
    if type_name != TASK or resource is None or resource.code is None:
        return False
    return any(c.system == systems.TASK_CODE and c.code == "orientation" for c in resource.code.coding or ())


def named_by(task: Any) -> tuple[str, ...]:
    """Return what a Task names of the record: the request, the person, the documents; whatever its state."""
    named = [task.focus, task.for_, *(one.valueReference for one in task.input or ())]
    found = [one.reference for one in named if one is not None and one.reference]
    return tuple(dict.fromkeys(one for one in found if one.split("/")[0] in _SENT_TYPES))


def sent_by(task: Any, type_name: str) -> Sent | None:
    """Return what the Task of an orientation opens; None for a draft, and for what names no structure.

    - while it waits for its end, the structure reads the Task, the request, the person's identity and the documents;
    - once refused, done or cancelled, the Task and the request alone: its own answer;
    - it writes the Task only, and only what answers.
    """
    if not is_orientation(task, type_name) or task.status not in _ANSWERED or not task.authoredOn:
        return None
    recipient = task.owner.reference if task.owner is not None else None
    if not recipient or not recipient.startswith("Organization/"):
        return None
    named = named_by(task)
    others = (
        named if task.status in _OPEN else tuple(one for one in named if one.startswith("ServiceRequest/"))
    )
    return Sent(
        recipient=recipient,
        others=others,
        may_answer=task.status in _ANSWERABLE,
        starts_at=first_instant(task.authoredOn),
    )


def stays_sent(before: Any, becomes: Any) -> bool:
    """Return whether a Task was sent already to whom it is addressed now: nobody new gets what it names."""
    if not is_orientation(before, TASK) or before.status not in _ANSWERED:
        return False
    return (
        before.owner is not None
        and becomes.owner is not None
        and before.owner.reference == becomes.owner.reference
    )


def is_answer(stood: bytes, becomes: Any) -> bool:
    """Return whether a change of such a Task is an answer: a state, words added; nothing readdressed nor reworded."""
    before: Any = decode(stood, TASK)
    if becomes is None or not is_orientation(before, TASK):
        return False
    said, says = list(before.note or ()), list(becomes.note or ())
    if says[: len(said)] != said:
        return False
    as_before = copy(becomes)
    for name in _ANSWERS:
        setattr(as_before, name, getattr(before, name))
    return is_unchanged(as_before, stood, TASK)
