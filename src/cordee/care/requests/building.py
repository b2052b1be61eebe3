"""What a request is made of: the person as they are known, the ServiceRequest, and the Task of answering it."""

from datetime import timedelta

from cordee.care.elements import concept, fhir_instant, id_in
from cordee.care.entry import drawn_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.requests.asked import Caller, Identity, NewRequest
from cordee.care.requests.kinds import CONSENTS, KINDS, ORIGINS
from cordee.care.requests.number import number_of
from cordee.care.signing import about, said
from cordee.care.tasks import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    Coding,
    ContactPoint,
    Extension,
    HumanName,
    Identifier,
    Patient,
    Reference,
    ServiceRequest,
    Task,
)
from cordee.kernel.clock import now

QUALIFY = "Qualifier la demande et y répondre"


def person_known_by(identity: Identity, request_id: str) -> Patient:
    """Return the person of a request as the caller says them: a provisional identity, nothing looked up."""
    given: list[str | None] | None = [identity.given] if identity.given else None
    name = HumanName(use="usual", family=identity.family.upper() or None, given=given)
    address = Address(city=identity.town, postalCode=identity.postal_code or None, country="FR")
    return Patient(
        id=drawn_id(request_id, "person"),
        active=True,
        name=[name] if identity.family or given else None,
        gender=identity.gender or "unknown",
        birthDate=identity.born_on.isoformat() if identity.born_on else None,
        telecom=[ContactPoint(system="phone", value=identity.phone)] if identity.phone else None,
        address=[address] if identity.town else None,
    )


def request_of(
    new: NewRequest, patient_id: str, structure: Reference, request_id: str, by: Reference | None
) -> ServiceRequest:
    """Return the request; `by` is who writes it, and who asks unless a caller is named.

    Raises: UnknownChoiceError for a kind, an origin or a consent of no known code.
    """
    at = fhir_instant(now())
    return ServiceRequest(
        id=request_id,
        identifier=[Identifier(system=systems.REQUEST_NUMBER, value=number_of(request_id))],
        extension=_told(new),
        status="active",
        intent="order",
        category=categories(new.kind),
        priority="urgent" if new.is_urgent else "routine",
        code=reason_of(new.theme, new.theme_label, new.reason),
        subject=about(patient_id),
        requester=_requester(new.caller) if new.caller is not None else by,
        performer=[structure],
        authoredOn=at,
        note=[said(by, at, new.details)] if new.details else None,
    )


def qualifying(request: ServiceRequest, structure: Reference, requester: Reference, due_hours: int) -> Task:
    """Return the task of answering a request, asked of the whole structure until somebody takes it."""
    return new_task(
        id=drawn_id(request.id or "", "qualify"),
        code="qualify",
        text=QUALIFY,
        patient_id=id_in(request.subject, "Patient"),
        requester=requester,
        owner=structure,
        due_on=now() + timedelta(hours=due_hours),
        priority=request.priority or "routine",
        source=Reference(reference=f"ServiceRequest/{request.id}"),
    )


def categories(kind: str) -> list[CodeableConcept]:
    """Return that it is a request for support and, once that is known, of which kind."""
    if kind and kind not in KINDS:
        raise UnknownChoiceError("kind")
    support = concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")
    return [support, *([concept(systems.REQUEST_KIND, kind, KINDS[kind])] if kind else [])]


def reason_of(theme: str, theme_label: str, words: str) -> CodeableConcept:
    """Return why, in the words of who asks, and coded by a theme of the territory when one was chosen."""
    coding = [Coding(system=systems.THEME, code=theme, display=theme_label)] if theme else None
    return CodeableConcept(coding=coding, text=words)


def agreement(code: str) -> Extension:
    """Return what is said of the person's own agreement."""
    if code not in CONSENTS:
        raise UnknownChoiceError("consent")
    coding = Coding(system=systems.REQUEST_CONSENT, code=code, display=CONSENTS[code])
    return Extension(url=systems.REQUEST_PERSON_AGREES, valueCoding=coding)


def _told(new: NewRequest) -> list[Extension]:
    if new.origin not in ORIGINS:
        raise UnknownChoiceError("origin")
    came = Coding(system=systems.REQUEST_ORIGIN, code=new.origin, display=ORIGINS[new.origin])
    found = [Extension(url=systems.REQUEST_CAME_BY, valueCoding=came)]
    return [*found, agreement(new.consent)] if new.consent else found


def _requester(caller: Caller) -> Reference:
    """Return who asks without being of the directory: named, with how to answer them, and opening nothing."""
    points = [("phone", caller.phone), ("email", caller.email)]
    contacts = [
        Extension(url=systems.REQUESTER_CONTACT, valueContactPoint=ContactPoint(system=system, value=value))
        for system, value in points
        if value
    ]
    return Reference(display=caller.name, extension=contacts or None)
