"""An orientation as its lists and its page show it."""

from datetime import date, datetime, timedelta

import msgspec

from cordee.care.elements import code_of, day, id_in, instant, refers_to, version_of, words_of
from cordee.care.orientations.states import OPEN, STATES, TO_STUDY
from cordee.care.people import full_name, phone_of
from cordee.care.signing import author_of
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, DocumentReference, Patient, ServiceRequest, Task

FIRST_ANSWER, ADMISSION = "first-answer", "admission"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message between both sides."""

    by: str
    at: datetime | None
    text: str
    is_mine: bool


class SentDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document sent; `binary_id` is empty when its content is not a file of the record."""

    title: str
    kind: str
    binary_id: str


class Orientation(msgspec.Struct, frozen=True, kw_only=True):
    """Who is addressed to whom, why, and how it stands; what was not read is left empty."""

    id: str
    version: int
    patient_id: str
    name: str
    born_on: date | None
    phone: str
    town: str
    reason: str
    details: str
    is_urgent: bool
    structure: str
    structure_reference: str
    offer: str
    sender: str
    state: str
    rank: str
    refusal: str
    sent_at: datetime | None
    answered_at: datetime | None
    admitted_at: datetime | None
    due_at: datetime | None
    is_late: bool
    is_received: bool
    said: tuple[Said, ...]
    documents: tuple[SentDocument, ...]

    @property
    def state_words(self) -> str:
        """Return the state in words, the rank with it."""
        words = STATES.get(self.state, "Envoyée")
        return f"{words}, rang {self.rank}" if self.rank and self.state == "on-hold" else words

    @property
    def is_open(self) -> bool:
        """Return whether an end is still waited for."""
        return self.state in OPEN

    @property
    def to_answer(self) -> timedelta | None:
        """Return how long the first answer took."""
        return self.answered_at - self.sent_at if self.answered_at and self.sent_at else None

    @property
    def to_admission(self) -> timedelta | None:
        """Return how long the admission took."""
        return self.admitted_at - self.sent_at if self.admitted_at and self.sent_at else None


def view_of(
    task: Task,
    request: ServiceRequest | None,
    patient: Patient | None,
    documents: tuple[DocumentReference, ...],
    *,
    at: datetime,
    me: str,
    organization: str,
) -> Orientation:
    """Return one orientation at an instant, as somebody reads it."""
    owner = task.owner
    performers = (request.performer if request else None) or []
    offer = next((one for one in performers if (one.reference or "").startswith("HealthcareService/")), None)
    due = instant(task.restriction.period.end) if task.restriction and task.restriction.period else None
    address = patient.address[0] if patient is not None and patient.address else None
    return Orientation(
        id=task.id or "",
        version=version_of(task.meta),
        patient_id=id_in(task.for_, "Patient"),
        name=_name(task, patient),
        born_on=day(patient.birthDate) if patient is not None else None,
        phone=phone_of(patient.telecom) if patient is not None else "",
        town=(address.city if address else None) or "",
        reason=(words_of(request.code) if request else "") or task.description or "Orientation",
        details=next((note.text for note in (request.note if request else None) or () if note.text), ""),
        is_urgent=task.priority in {"urgent", "asap", "stat"},
        structure=(owner.display if owner else None) or "Une structure",
        structure_reference=(owner.reference if owner else None) or "",
        offer=(offer.display if offer else None) or "",
        sender=(task.requester.display if task.requester else None) or "Un professionnel",
        state=task.status or "",
        rank=words_of(task.businessStatus),
        refusal=words_of(task.statusReason),
        sent_at=instant(task.authoredOn),
        answered_at=moment_of(task, FIRST_ANSWER),
        admitted_at=moment_of(task, ADMISSION),
        due_at=due,
        is_late=task.status in TO_STUDY and due is not None and due < at,
        is_received=bool(organization) and owner is not None and owner.reference == organization,
        said=tuple(_said(one, me) for one in task.note or ()),
        documents=tuple(_document(one) for one in documents),
    )


def _said(note: Annotation, me: str) -> Said:
    author = author_of(note)
    return Said(
        by=(author.display if author else None) or "Un professionnel",
        at=instant(note.time),
        text=note.text or "",
        is_mine=refers_to(author, me),
    )


def _name(task: Task, patient: Patient | None) -> str:
    """Return who it is about: once it is closed, the structure knows the name it was sent under and no more."""
    if patient is not None:
        return full_name(patient).civil
    return (task.for_.display if task.for_ else None) or "Une personne"


def moment_of(task: Task, code: str) -> datetime | None:
    """Return when something happened to an orientation, as its Task tells it."""
    for one in task.output or ():
        if code_of(one.type, systems.ORIENTATION_MOMENT) == code:
            return instant(one.valueDateTime)
    return None


def _document(one: DocumentReference) -> SentDocument:
    attachment = one.content[0].attachment if one.content else None
    url = (attachment.url if attachment else None) or ""
    return SentDocument(
        title=(attachment.title if attachment else None)
        or one.description
        or words_of(one.type)
        or "Document",
        kind=words_of(one.type),
        binary_id=url.removeprefix("Binary/") if url.startswith("Binary/") else "",
    )
