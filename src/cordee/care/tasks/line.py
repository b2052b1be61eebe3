"""A task as a line of a list shows it: what, for whom, who, by when, where it stands."""

from datetime import date

import msgspec

from cordee.care.elements import day, due_day, id_in, refers_to, words_of
from cordee.care.people import FullName, full_name
from cordee.care.tasks.codes import KINDS, code_in
from cordee.care.tasks.recurrence import rule_of, words_of_rule
from cordee.care.tasks.states import CLOSED, DONE, WORDS
from cordee.fhir.r4 import Patient, Task

URGENT = frozenset({"urgent", "asap", "stat"})


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """One task; `name` is of the person it is about, None when the reader may not know it.

    `late_days` is 0 unless its day has passed; `came_back` when it was refused, with the reason.
    """

    id: str
    version: int
    code: str
    kind: str
    text: str
    patient_id: str
    name: FullName | None
    owner: str
    owner_name: str
    requester_name: str
    due_on: date | None
    done_on: date | None
    late_days: int
    is_done: bool
    is_mine: bool
    is_urgent: bool
    is_today: bool
    status: str
    state: str
    came_back: str
    rhythm: str
    comment_count: int

    @property
    def waits_for_me(self) -> bool:
        """Return whether the reader has been given it and has said neither yes nor no."""
        return self.is_mine and self.status in ("requested", "received")


def line_of(task: Task, patient: Patient | None, today: date, mine: tuple[str, ...]) -> TaskLine:
    """Return the line of a task; `today` is the territory's, `mine` the references of who reads."""
    due_on, code = due_day(task), code_in(task)
    owner, requester = task.owner, task.requester
    is_done = task.status == DONE
    finished = task.executionPeriod.end if task.executionPeriod else None
    is_over = is_done or task.status in CLOSED - {"rejected"}
    return TaskLine(
        id=task.id or "",
        version=int((task.meta.versionId if task.meta else None) or 0),
        code=code,
        kind=KINDS[code].words if code in KINDS else words_of(task.code) or "Tâche",
        text=task.description or words_of(task.code) or "Tâche sans titre",
        patient_id=id_in(task.for_, "Patient"),
        name=full_name(patient) if patient is not None else None,
        owner=(owner.reference if owner else None) or "",
        owner_name=(owner.display if owner else None) or "",
        requester_name=(requester.display if requester else None) or "",
        due_on=due_on,
        done_on=(day(finished) or day(task.lastModified)) if is_done else None,
        late_days=0 if due_on is None or is_over else max(0, (today - due_on).days),
        is_done=is_done,
        is_mine=any(refers_to(owner, key) for key in mine),
        is_urgent=task.priority in URGENT,
        is_today=due_on == today,
        status=task.status or "",
        state=WORDS.get(task.status or "", task.status or ""),
        came_back=words_of(task.statusReason) or "Refusée" if task.status == "rejected" else "",
        rhythm=words_of_rule(rule_of(task)),
        comment_count=len(task.note or ()),
    )
