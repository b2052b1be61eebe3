"""An orientation to the hospital of the place: a respite stay or a day centre asked for, in one of its states."""

from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Period, ServiceRequest, Task, TaskOutput, TaskRestriction
from cordee.territories.people.fhir_words import concept, reference, words
from cordee.territories.people.subject import Subject

SHARE = 0.3  # of the records
ANSWER_DAYS = 7
ASKED = (
    "Un séjour de répit de deux semaines",
    "Deux journées d’accueil de jour par semaine",
    "Une place en soins de suite après l’hospitalisation",
    "Une consultation mémoire",
)
STATES = ("requested", "received", "on-hold", "accepted", "rejected", "completed")
ANSWERED = frozenset({"on-hold", "accepted", "rejected", "completed"})


def orientation(subject: Subject) -> list[ServiceRequest | Task]:
    """Return the request and its Task, or nothing for most people."""
    rng = subject.rng("orientation")
    if subject.hospital is None or rng.random() > SHARE:
        return []
    state, text = rng.choice(STATES), rng.choice(ASKED)
    asked = max(subject.since, -rng.randint(3, 30))
    answered = subject.days.at(min(asked + rng.randint(1, 5), 0), 10, 20)
    sent, sender = subject.days.at(asked, 9, 40), subject.member("coordinator")
    rank = str(rng.randint(1, 6))
    request = ServiceRequest(
        id=subject.ids("orientation"),
        status="active",
        intent="order",
        category=[concept(systems.REQUEST_CATEGORY, "orientation", "Orientation")],
        priority="routine",
        code=words(text),
        subject=subject.patient,
        authoredOn=sent,
        requester=sender,
        performer=[subject.hospital],
    )
    task = Task(
        id=subject.ids("orientation/task"),
        status=state,
        intent="order",
        priority="routine",
        code=concept(systems.TASK_CODE, "orientation", "Répondre à l’orientation"),
        description=text,
        focus=reference("ServiceRequest", subject.ids("orientation")),
        for_=subject.patient,
        authoredOn=sent,
        lastModified=answered if state in ANSWERED else sent,
        requester=sender,
        owner=subject.hospital,
        restriction=TaskRestriction(period=Period(end=subject.days.date(asked + ANSWER_DAYS))),
    )
    if state in ANSWERED:
        moment = concept(systems.ORIENTATION_MOMENT, "first-answer", "Première réponse")
        task.output = [TaskOutput(type=moment, valueDateTime=answered)]
    if state == "on-hold":
        task.businessStatus = words(rank)
        task.note = [Annotation(time=answered, text="Inscrite sur la liste d’attente.")]
    if state == "rejected":
        task.statusReason = concept(
            systems.ORIENTATION_REFUSAL, "no-place", "Aucune place dans un délai utile"
        )
    if state == "completed":
        admission = concept(systems.ORIENTATION_MOMENT, "admission", "Admission")
        task.output = [*(task.output or []), TaskOutput(type=admission, valueDateTime=answered)]
    return [request, task]
