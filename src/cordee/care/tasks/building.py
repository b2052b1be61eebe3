"""The one place where a task is made, whatever it comes of: plan, request, note, message, meeting or alert."""

from datetime import date, datetime

from cordee.care.elements import concept, fhir_instant
from cordee.care.errors import UnknownChoiceError
from cordee.care.signing import about
from cordee.care.tasks.codes import ALERT, KINDS
from cordee.fhir import systems
from cordee.fhir.r4 import Coding, Meta, Period, Reference, Task, TaskRestriction
from cordee.kernel.clock import now
from cordee.store.categories import ALERT_CAUSES

PRIORITIES = {"routine": "Normale", "urgent": "Urgente", "asap": "Au plus vite", "stat": "Immédiate"}


def new_task(
    *,
    id: str,  # noqa: A002 - the resource's own word
    code: str,
    text: str,
    patient_id: str,
    requester: Reference,
    owner: Reference | None = None,
    due_on: date | datetime | None = None,
    priority: str = "routine",
    source: Reference | None = None,
    based_on: Reference | None = None,
    cause: str = "",
    labels: list[Coding] | None = None,
) -> Task:
    """Return a task asked for now, to be created by the caller's unit; nothing is written here.

    - `source` is what it comes of: what is worked on (`focus`: goal, plan, request, circle) or why it is there
      (`reasonReference`: note, message, meeting, alert), as its kind says; pages link back to it;
    - `due_on` is a day, or an aware instant where the hour counts;
    - `cause` is the part of the record an alert is about (`categories.ALERT_CAUSES`): who may not read that part does
      not see the task. An alert without one is medical. Other kinds take none;
    - `labels` are those of what it comes of: a task is never shown to more people than that is;
    - an `owner` whose task this is already, because they made it, has accepted it.

    Raises: UnknownChoiceError.
    """
    kind = KINDS.get(code)
    if kind is None or priority not in PRIORITIES:
        raise UnknownChoiceError("code" if kind is None else "priority")
    if cause and (code != ALERT or cause not in ALERT_CAUSES):
        raise UnknownChoiceError("cause")
    at = fhir_instant(now())
    is_own = owner is not None and owner.reference is not None and owner.reference == requester.reference
    return Task(
        id=id,
        meta=_meta(cause, labels),
        basedOn=[based_on] if based_on is not None else None,
        status="accepted" if is_own else "requested",
        intent=kind.intent,
        priority=priority,
        code=concept(systems.TASK_CODE, code, kind.words),
        description=text,
        focus=source if kind.acts_on else None,
        for_=about(patient_id),
        authoredOn=at,
        lastModified=at,
        requester=requester,
        owner=owner,
        reasonReference=None if kind.acts_on else source,
        restriction=_until(due_on),
    )


def _meta(cause: str, labels: list[Coding] | None) -> Meta | None:
    if not cause and not labels:
        return None
    return Meta(tag=[Coding(system=systems.CATEGORY, code=cause)] if cause else None, security=labels or None)


def _until(due_on: date | datetime | None) -> TaskRestriction | None:
    if due_on is None:
        return None
    end = fhir_instant(due_on) if isinstance(due_on, datetime) else due_on.isoformat()
    return TaskRestriction(period=Period(end=end))
