"""The request for support that opened the record, already answered."""

from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Period, Reference, ServiceRequest, Task, TaskRestriction
from cordee.territories.people.fhir_words import concept, reference, words
from cordee.territories.people.subject import Subject


def request(subject: Subject) -> list[ServiceRequest | Task]:
    """Return the request and the task of answering it, both closed when the record was opened."""
    rng = subject.rng("request")
    asked = subject.since - rng.randint(1, 4)
    hour = rng.randint(9, 17)
    return [
        ServiceRequest(
            id=subject.ids("request"),
            status="completed",
            intent="order",
            category=[concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")],
            priority=rng.choice(("routine", "routine", "routine", "urgent")),
            code=words(subject.tell(subject.variant.why, rng)),
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
            dac=subject.dac,
            status="completed",
            asked_at=subject.days.at(asked, hour, 10),
            done_at=subject.days.at(subject.since, 11, 5),
            due_on=subject.days.date(asked + 2),
        ),
    ]


def qualify_task(
    id_: str,
    *,
    request_id: str,
    patient: Reference,
    dac: Reference,
    status: str,
    asked_at: str,
    done_at: str,
    due_on: str,
) -> Task:
    """Return the task of answering a request within the territory's delay."""
    return Task(
        id=id_,
        status=status,
        intent="order",
        code=concept(systems.TASK_CODE, "qualify", "Qualifier la demande"),
        focus=reference("ServiceRequest", request_id),
        for_=patient,
        owner=dac,
        authoredOn=asked_at,
        lastModified=done_at,
        restriction=TaskRestriction(period=Period(end=due_on)),
    )
