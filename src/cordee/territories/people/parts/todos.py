"""Tasks beside the plan: asked of one another from day to day, some taken, some refused, some every week."""

from random import Random

from cordee.care.signing import said
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, Period, Task, TaskRestriction
from cordee.territories.people.fhir_words import concept
from cordee.territories.people.subject import Subject, role_reference

USUAL = (
    ("Rappeler la pharmacie pour le pilulier", "nurse"),
    ("Relancer la demande d’APA", "social-worker"),
    ("Prévenir le service d’aide à domicile de l’absence de jeudi", "home-help"),
    ("Envoyer le compte rendu au médecin traitant", "coordinator"),
    ("Vérifier que la téléalarme est branchée", "home-help"),
    ("Prendre rendez-vous pour le bilan sanguin", "nurse"),
    ("Renouveler l’ordonnance de kinésithérapie", "gp"),
    ("Demander la carte mobilité inclusion", "social-worker"),
)
STATUSES = ("requested", "requested", "accepted", "in-progress", "completed", "rejected")
WEEKLY = "FREQ=WEEKLY"
ASKED_MAX = 3


def todos(subject: Subject) -> list[Task]:
    """Return the small tasks of a record, each asked by who coordinates it."""
    rng = subject.rng("todos")
    asked = rng.sample(USUAL, rng.randint(1, ASKED_MAX))
    return [_task(subject, rng, text, by, rank) for rank, (text, by) in enumerate(asked)]


def _task(subject: Subject, rng: Random, text: str, by: str, rank: int) -> Task:
    asked, due = -rng.randint(2, 12), rng.randint(-4, 12)
    status = rng.choice(STATUSES)
    at = subject.days.at(asked, rng.randint(8, 17), rng.randint(0, 59))
    done = subject.days.at(-1, rng.randint(8, 17), rng.randint(0, 59)) if status == "completed" else None
    refused = status == "rejected"
    owner = subject.member(by)
    return Task(
        id=subject.ids(f"todo/{rank}"),
        extension=[Extension(url=systems.TASK_RECURRENCE, valueString=WEEKLY)] if rank == 1 else None,
        status=status,
        statusReason=concept(systems.TASK_REFUSAL, "no-time", "Je ne peux pas dans ce délai")
        if refused
        else None,
        intent="order",
        priority="urgent" if rng.random() < 0.15 else "routine",
        code=concept(systems.TASK_CODE, "todo", "Tâche"),
        description=text,
        for_=subject.patient,
        authoredOn=at,
        lastModified=done or at,
        requester=role_reference(subject.manager),
        owner=owner,
        executionPeriod=Period(end=done) if done else None,
        restriction=TaskRestriction(period=Period(end=subject.days.date(due))),
        note=[said(owner, at, "En congé jusqu’à lundi.")] if refused else None,
    )
