"""The request for support that opened the record, already answered; and the task of answering any request."""

from cordee.care.requests.kinds import CONSENTS, KINDS, ORIGINS
from cordee.care.requests.number import number_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Annotation,
    CodeableConcept,
    Coding,
    Extension,
    Identifier,
    Period,
    Reference,
    ServiceRequest,
    Task,
    TaskOutput,
    TaskRestriction,
)
from cordee.territories.people.fhir_words import coding, concept, reference
from cordee.territories.people.subject import Subject


def request(subject: Subject) -> list[ServiceRequest | Task]:
    """Return the request and the task of answering it, both closed when the record was opened."""
    rng = subject.rng("request")
    asked = subject.since - rng.randint(1, 4)
    hour = rng.randint(9, 17)
    return [
        ServiceRequest(
            id=subject.ids("request"),
            identifier=[numbered(subject.ids("request"))],
            extension=told("professional-form", "agrees"),
            status="completed",
            intent="order",
            category=categories("coordination"),
            priority=rng.choice(("routine", "routine", "routine", "urgent")),
            code=CodeableConcept(text=subject.tell(subject.variant.why, rng)),
            subject=subject.patient,
            authoredOn=subject.days.at(asked, hour, 10),
            requester=subject.member(subject.variant.asked_by),
            performer=[subject.dac],
            note=[Annotation(text=subject.tell(subject.variant.told, rng))],
        ),
        qualify_task(
            subject.ids("qualify"),
            request_id=subject.ids("request"),
            patient=subject.patient,
            owner=subject.dac,
            status="completed",
            asked_at=subject.days.at(asked, hour, 10),
            done_at=subject.days.at(subject.since, 11, 5),
            due_on=subject.days.date(asked + 2),
        ),
    ]


def numbered(request_id: str) -> Identifier:
    """Return the number the requester was given."""
    return Identifier(system=systems.REQUEST_NUMBER, value=number_of(request_id))


def categories(kind: str) -> list[CodeableConcept]:
    """Return what makes it a request for support, and of which kind once it is known."""
    support = concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")
    return [support, *([concept(systems.REQUEST_KIND, kind, KINDS[kind])] if kind else [])]


def told(origin: str, consent: str) -> list[Extension]:
    """Return by which way it came, and what is said of the person's own agreement."""
    came = coding(systems.REQUEST_ORIGIN, origin, ORIGINS[origin])
    found = [Extension(url=systems.REQUEST_CAME_BY, valueCoding=came)]
    if consent:
        agrees: Coding = coding(systems.REQUEST_CONSENT, consent, CONSENTS[consent])
        found.append(Extension(url=systems.REQUEST_PERSON_AGREES, valueCoding=agrees))
    return found


def qualify_task(
    id_: str,
    *,
    request_id: str,
    patient: Reference,
    owner: Reference,
    status: str,
    asked_at: str,
    done_at: str,
    due_on: str,
    reason: CodeableConcept | None = None,
    notes: list[Annotation] | None = None,
    output: list[TaskOutput] | None = None,
) -> Task:
    """Return the task of answering a request within the territory's delay."""
    return Task(
        id=id_,
        status=status,
        statusReason=reason,
        intent="order",
        code=concept(systems.TASK_CODE, "qualify", "Qualifier la demande"),
        focus=reference("ServiceRequest", request_id),
        for_=patient,
        owner=owner,
        authoredOn=asked_at,
        lastModified=done_at,
        note=notes,
        output=output,
        restriction=TaskRestriction(period=Period(end=due_on)),
    )
