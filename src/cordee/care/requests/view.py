"""A request as its list and its page show it."""

from datetime import date, datetime

import msgspec

from cordee.care.elements import day, has_ended, id_in, instant, version_of, words_of
from cordee.care.people import FullName, full_name, phone_of
from cordee.fhir.r4 import Patient, ServiceRequest, Task

STATES = {"active": "waiting", "on-hold": "waiting", "completed": "accepted", "revoked": "refused"}
_UNKNOWN = FullName(title="", given="", family="Personne non nommée")


class SupportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks what for whom, since when, and what was answered; `state` is waiting, accepted or refused."""

    id: str
    version: int
    patient_id: str
    name: FullName
    born_on: date | None
    town: str
    phone: str
    reason: str
    details: str
    requester: str
    is_requester_listed: bool
    is_urgent: bool
    asked_at: datetime | None
    state: str
    is_late: bool
    answer: str = ""
    answer_reason: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""

    @property
    def is_waiting(self) -> bool:
        """Return whether nobody has answered yet."""
        return self.state == "waiting"


def view_of(
    request: ServiceRequest, patient: Patient | None, task: Task | None, at: datetime
) -> SupportRequest:
    """Return the view of one request at an instant; what was not read, or may not be seen, is left empty."""
    address = patient.address[0] if patient is not None and patient.address else None
    state = STATES.get(request.status or "", "refused")
    due = task.restriction.period if task is not None and task.restriction else None
    return SupportRequest(
        id=request.id or "",
        version=version_of(request.meta),
        patient_id=id_in(request.subject, "Patient"),
        name=full_name(patient) if patient is not None else _UNKNOWN,
        born_on=day(patient.birthDate) if patient is not None else None,
        town=(address.city if address else None) or "",
        phone=phone_of(patient.telecom) if patient is not None else "",
        reason=words_of(request.code) or "Demande sans motif",
        details=next((note.text for note in request.note or () if note.text), ""),
        requester=(request.requester.display if request.requester else None) or "Demandeur non nommé",
        is_requester_listed=request.requester is not None
        and (request.requester.reference or "").startswith("PractitionerRole/"),
        is_urgent=request.priority in {"urgent", "asap", "stat"},
        asked_at=instant(request.authoredOn),
        state=state,
        is_late=state == "waiting" and has_ended(due, at),
        **_answer(task, state),  # type: ignore[arg-type]  # the keys carry their own types
    )


def _answer(task: Task | None, state: str) -> dict[str, str | datetime | None]:
    if task is None or state == "waiting":
        return {}
    note = task.note[-1] if task.note else None
    return {
        "answer": (note.text if note else None) or "",
        "answer_reason": words_of(task.statusReason),
        "answered_at": instant(task.lastModified),
        "answered_by": (note.authorReference.display if note and note.authorReference else None) or "",
    }
