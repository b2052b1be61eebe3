"""A request as its list and its page show it."""

from datetime import date, datetime

import msgspec

from cordee.care.elements import code_of, day, has_ended, id_in, instant, moment, version_of, words_of
from cordee.care.people import FullName, full_name, phone_of
from cordee.care.requests.kinds import CONSENTS, KINDS, ORIGINS
from cordee.care.requests.mail import by_mail
from cordee.care.requests.number import number_of
from cordee.care.signing import author_of
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Patient, Reference, ServiceRequest, Task

STATES = {"active": "waiting", "on-hold": "waiting", "completed": "accepted", "revoked": "refused"}
STEPS = {"accepted": "taken", "in-progress": "qualified", "on-hold": "paused"}
_UNKNOWN = FullName(title="", given="", family="Personne non nommée")
_TO_NAME = FullName(title="", given="", family="Personne à préciser")
_PROFESSIONAL = "PractitionerRole/"


class SupportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks what for whom, since when, and what was answered.

    `state` is waiting, accepted or refused. While it waits, `step` is new (nobody has taken it), taken, qualified or
    paused; `owner` is the professional who answers, empty until one has taken it; `due_at` until when. `record_id` is
    the record it opened or joined, its own person's until then. `is_named` is False while nobody has said
    whom it is about; `asked_by` is the requester by reference, empty for who is not of the directory.
    """

    id: str
    version: int
    number: str
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
    kind: str = ""
    theme: str = ""
    theme_label: str = ""
    origin: str = ""
    consent: str = ""
    caller_phone: str = ""
    caller_email: str = ""
    task_id: str = ""
    step: str = "new"
    owner: str = ""
    owner_name: str = ""
    due_at: datetime | date | None = None
    pause: str = ""
    answer: str = ""
    answer_reason: str = ""
    answer_code: str = ""
    redirected_to: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    record_id: str = ""
    is_named: bool = True
    asked_by: str = ""

    @property
    def is_mailed(self) -> bool:
        """Return whether it came as an e-mail."""
        return self.origin == "e-mail"

    @property
    def asked_by_words(self) -> str:
        """Return who asks as it is shown: a name that came by e-mail is anybody's, and says so."""
        return by_mail(self.requester) if self.is_mailed and not self.is_requester_listed else self.requester

    @property
    def is_waiting(self) -> bool:
        """Return whether nobody has answered yet."""
        return self.state == "waiting"

    @property
    def kind_label(self) -> str:
        """Return the kind in words, empty until it is known."""
        return KINDS.get(self.kind, "")

    @property
    def origin_label(self) -> str:
        """Return by which way it came, in words."""
        return ORIGINS.get(self.origin, "")

    @property
    def consent_label(self) -> str:
        """Return what is said of the person's own agreement, in words."""
        return CONSENTS.get(self.consent, "")


def view_of(
    request: ServiceRequest, patient: Patient | None, task: Task | None, at: datetime
) -> SupportRequest:
    """Return the view of one request at an instant; what was not read, or may not be seen, is left empty."""
    address = patient.address[0] if patient is not None and patient.address else None
    state = STATES.get(request.status or "", "refused")
    due = task.restriction.period if task is not None and task.restriction else None
    requester = request.requester or Reference()
    return SupportRequest(
        id=request.id or "",
        version=version_of(request.meta),
        number=number_of(request.id or ""),
        patient_id=id_in(request.subject, "Patient"),
        name=_name(patient),
        is_named=patient is None or bool(patient.name),
        asked_by=requester.reference or "",
        born_on=day(patient.birthDate) if patient is not None else None,
        town=(address.city if address else None) or "",
        phone=phone_of(patient.telecom) if patient is not None else "",
        reason=words_of(request.code) or "Demande sans motif",
        details=next((note.text for note in request.note or () if note.text), ""),
        requester=requester.display or "Demandeur non nommé",
        is_requester_listed=(requester.reference or "").startswith(_PROFESSIONAL),
        is_urgent=request.priority in {"urgent", "asap", "stat"},
        asked_at=instant(request.authoredOn),
        state=state,
        is_late=state == "waiting" and has_ended(due, at),
        due_at=moment(due.end) if due is not None else None,
        kind=next((c for one in request.category or () if (c := code_of(one, systems.REQUEST_KIND))), ""),
        theme=code_of(request.code, systems.THEME),
        theme_label=_theme_label(request),
        origin=_coded(request, systems.REQUEST_CAME_BY),
        consent=_coded(request, systems.REQUEST_PERSON_AGREES),
        record_id=_record_id(patient) or id_in(request.subject, "Patient"),
        caller_phone=_contact(requester, "phone"),
        caller_email=_contact(requester, "email"),
        **_work(task, state),  # type: ignore[arg-type]  # the keys carry their own types
        **_answer(task, state),  # type: ignore[arg-type]
    )


def _name(patient: Patient | None) -> FullName:
    """Return what the person is called; what to say while nobody has said who they are."""
    if patient is None:
        return _UNKNOWN
    return full_name(patient) if patient.name else _TO_NAME


def _record_id(patient: Patient | None) -> str:
    """Return the record an identity was replaced by, when the request joined one."""
    links = (patient.link if patient is not None else None) or ()
    return next((id_in(one.other, "Patient") for one in links if one.type == "replaced-by"), "")


def _theme_label(request: ServiceRequest) -> str:
    codings = (request.code.coding if request.code else None) or ()
    return next((one.display or one.code or "" for one in codings if one.system == systems.THEME), "")


def _coded(request: ServiceRequest, url: str) -> str:
    found = (one.valueCoding for one in request.extension or () if one.url == url)
    return next((one.code for one in found if one is not None and one.code), "")


def _contact(requester: Reference, system: str) -> str:
    points = (
        one.valueContactPoint for one in requester.extension or () if one.url == systems.REQUESTER_CONTACT
    )
    return next((one.value for one in points if one is not None and one.system == system and one.value), "")


def _work(task: Task | None, state: str) -> dict[str, str]:
    if task is None:
        return {}
    owner = task.owner or Reference()
    is_somebody = (owner.reference or "").startswith(_PROFESSIONAL)
    step = STEPS.get(task.status or "", "new") if state == "waiting" else ""
    return {
        "task_id": task.id or "",
        "step": step,
        "owner": (owner.reference or "") if is_somebody else "",
        "owner_name": (owner.display or "Un professionnel") if is_somebody else "",
        "pause": words_of(task.statusReason) if step == "paused" else "",
    }


def _answer(task: Task | None, state: str) -> dict[str, str | datetime | None]:
    if task is None or state == "waiting":
        return {}
    note = task.note[-1] if task.note else None
    sent_to = (one.valueReference for one in task.output or () if one.valueReference is not None)
    return {
        "answer": (note.text if note else None) or "",
        "answer_reason": words_of(task.statusReason),
        "answer_code": code_of(task.statusReason, systems.REQUEST_REFUSAL),
        "redirected_to": next(
            (one.display or "" for one in sent_to if (one.reference or "").startswith("Organization/")), ""
        ),
        "answered_at": instant(task.lastModified),
        "answered_by": _author(note),
    }


def _author(note: Annotation | None) -> str:
    author = author_of(note) if note is not None else None
    return (author.display if author else None) or ""
