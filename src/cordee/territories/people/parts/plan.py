"""The personalised coordination plan: the person's project, then needs, goals, actions, and its next review."""

from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Annotation,
    CarePlan,
    CodeableConcept,
    Coding,
    Goal,
    GoalTarget,
    Period,
    ServiceRequest,
    Task,
    TaskRestriction,
)
from cordee.territories.people.fhir_words import concept, reference, words
from cordee.territories.people.prose import can_tell
from cordee.territories.people.story import Act, Aim
from cordee.territories.people.subject import Subject, role_reference
from cordee.territories.vocabulary import PLAN_DOMAINS

TITLE = "Plan personnalisé de coordination en santé"
SHARED_AIMS = (1, 2)
STATUSES = (
    "completed",
    "completed",
    "completed",
    "in-progress",
    "in-progress",
    "accepted",
    "requested",
    "requested",
)
ACHIEVEMENTS = {
    "in-progress": "En cours",
    "improving": "En progrès",
    "achieved": "Atteint",
    "no-change": "Sans changement",
    "not-achieved": "Non atteint",
}
REVIEW_DAYS = 182
KINDS = (("prevent", "Prévenir"), ("resolve", "Résoudre"), ("attenuate", "Atténuer"))


def plan(subject: Subject) -> list[CarePlan | ServiceRequest | Goal | Task]:
    """Return the plan of a person, every action with its owner and its date, some done and some late."""
    rng = subject.rng("plan")
    created = min(subject.since + rng.randint(4, 20), -3)
    resources: list[CarePlan | ServiceRequest | Goal | Task] = [_care_plan(subject, rng, created)]
    for rank, aim in enumerate(_aims(subject, rng)):
        resources += _aim(subject, rng, aim, rank, created)
    return [*resources, _review(subject, rng, created)]


def _aims(subject: Subject, rng: Random) -> list[Aim]:
    shared = [aim for aim in subject.story.shared.aims if _is_about(subject, aim)]
    wanted = min(rng.randint(*SHARED_AIMS), len(shared))
    return [aim for aim in subject.variant.aims if _is_about(subject, aim)] + rng.sample(shared, wanted)


def _is_about(subject: Subject, aim: Aim) -> bool:
    return can_tell(aim.need + aim.goal, subject.words) and (
        aim.domain != "carer" or bool(subject.companions)
    )


def _care_plan(subject: Subject, rng: Random, created: int) -> CarePlan:
    return CarePlan(
        id=subject.ids("plan"),
        status="active",
        intent="plan",
        title=TITLE,
        subject=subject.patient,
        period=Period(start=subject.days.date(created)),
        created=subject.days.date(created),
        author=role_reference(subject.manager),
        careTeam=[reference("CareTeam", subject.ids("careteam"))],
        note=[
            Annotation(
                authorReference=subject.patient,
                time=subject.days.at(created, 10, 30),
                text=subject.tell(rng.choice(subject.variant.project), rng),
            )
        ],
    )


def _aim(
    subject: Subject, rng: Random, aim: Aim, rank: int, created: int
) -> list[CarePlan | ServiceRequest | Goal | Task]:
    need_id, goal_id = subject.ids(f"need/{rank}"), subject.ids(f"goal/{rank}")
    need = ServiceRequest(
        id=need_id,
        status="active",
        intent="plan",
        category=[concept(systems.REQUEST_CATEGORY, "need", "Besoin")],
        basedOn=[reference("CarePlan", subject.ids("plan"))],
        code=words(subject.tell(aim.need, rng)),
        subject=subject.patient,
        authoredOn=subject.days.date(created),
        requester=role_reference(subject.manager),
    )
    acts = [act for act in aim.acts if can_tell(act.text, subject.words)]
    tasks = [_action(subject, rng, act, f"{rank}/{i}", goal_id, created) for i, act in enumerate(acts)]
    return [need, _goal(subject, rng, aim, goal_id, need_id, created, tasks), *tasks]


def _goal(
    subject: Subject, rng: Random, aim: Aim, goal_id: str, need_id: str, created: int, tasks: list[Task]
) -> Goal:
    is_done = bool(tasks) and all(task.status == "completed" for task in tasks)
    state = (
        rng.choice(("achieved", "improving"))
        if is_done
        else rng.choice(("in-progress", "improving", "no-change"))
    )
    if not is_done and rng.random() < 0.06:
        state = "not-achieved"
    return Goal(
        id=goal_id,
        lifecycleStatus="active",
        achievementStatus=concept(systems.GOAL_ACHIEVEMENT, state, ACHIEVEMENTS[state]),
        category=[concept(systems.DOMAIN, aim.domain, PLAN_DOMAINS[aim.domain])],
        description=words(subject.tell(aim.goal, rng)),
        subject=subject.patient,
        startDate=subject.days.date(created),
        target=[GoalTarget(dueDate=subject.days.date(rng.randint(12, 120)))],
        expressedBy=subject.patient if aim.by_person else role_reference(subject.manager),
        addresses=[reference("ServiceRequest", need_id)],
    )


def _action(subject: Subject, rng: Random, act: Act, rank: str, goal_id: str, created: int) -> Task:
    status = act.status or rng.choice(STATUSES)
    if act.due is not None:
        due = rng.randint(*act.due)
    elif status == "completed":
        due = rng.randint(created, -1)
    else:
        due = rng.choice((rng.randint(-16, -1), rng.randint(1, 12), rng.randint(5, 60), rng.randint(5, 60)))
    started = max(created, min(due, -1) - rng.randint(3, 25))
    touched = rng.randint(started, -1)
    finished = min(touched, max(due, started)) if status == "completed" else None
    asked_at = subject.days.at(created, 11, 0)
    return Task(
        id=subject.ids(f"action/{rank}"),
        status=status,
        intent="plan",
        code=_kind_of_action(rank),
        description=subject.tell(act.text, rng),
        basedOn=[reference("CarePlan", subject.ids("plan"))],
        focus=reference("Goal", goal_id),
        for_=subject.patient,
        requester=role_reference(subject.manager),
        owner=subject.member(act.by),
        authoredOn=asked_at,
        lastModified=max(
            asked_at,
            subject.days.at(
                touched if finished is None else finished, rng.randint(8, 18), rng.randint(0, 59)
            ),
        ),
        executionPeriod=Period(
            start=subject.days.date(started), end=None if finished is None else subject.days.date(finished)
        ),
        restriction=TaskRestriction(period=Period(end=subject.days.date(due))),
    )


def _kind_of_action(rank: str) -> CodeableConcept:
    """Return the code of an action, with what it is for: the first of a goal prevents, the next resolves."""
    kind, words_ = KINDS[int(rank.split("/")[1]) % len(KINDS)]
    code = concept(systems.TASK_CODE, "action", "Action du plan")
    code.coding = [*(code.coding or ()), Coding(system=systems.ACTION_KIND, code=kind, display=words_)]
    return code


def _review(subject: Subject, rng: Random, created: int) -> Task:
    due = created + REVIEW_DAYS
    while due < -20:
        due += REVIEW_DAYS
    return Task(
        id=subject.ids("review"),
        status="requested",
        intent="plan",
        code=concept(systems.TASK_CODE, "review", "Revue du plan"),
        description=subject.tell(
            "[Revoir le plan avec {personne}|Faire le point sur le plan|Revue du plan]", rng
        ),
        basedOn=[reference("CarePlan", subject.ids("plan"))],
        focus=reference("CarePlan", subject.ids("plan")),
        for_=subject.patient,
        owner=role_reference(subject.manager),
        authoredOn=subject.days.at(created, 11, 0),
        lastModified=subject.days.at(created, 11, 0),
        restriction=TaskRestriction(period=Period(end=subject.days.date(due))),
    )
