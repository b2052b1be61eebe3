"""What changes a plan: opening it, the person's words, goals, actions, reviews. Each act may be taken back."""

from datetime import date

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import concept, day, fhir_instant, refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.plan import DOMAINS, SHELVES, current_plan
from cordee.care.signing import about, signature
from cordee.care.tasks.acts import give_up, take_up
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import PLAN_ACTION, REVIEW
from cordee.care.tasks.completing import complete, uncomplete
from cordee.care.tasks.telling import tell_given
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Annotation,
    CarePlan,
    CodeableConcept,
    Goal,
    GoalTarget,
    Period,
    Reference,
    ServiceRequest,
    Task,
    TaskRestriction,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit

PLAN_TITLE = "Plan personnalisé de coordination en santé"
OUTCOMES = {
    "reached": ("completed", "achieved", "Atteint"),
    "not-reached": ("cancelled", "not-achieved", "Non atteint"),
    "": ("active", "in-progress", "En cours"),
}


async def save_own_words(
    door: Door, patient_id: str, text: str, *, expected_version: int | None, form_id: str
) -> None:
    """Write the person's own project at the head of the plan, opening the plan when there is none."""
    chart = await open_chart(door, patient_id, SHELVES)
    plan = current_plan(chart)
    async with door.writing() as unit:
        if plan is None:
            plan = _new_plan(door, chart, form_id)
            plan.note = [_own_words(patient_id, text)]
            unit.create(plan)
            return
        others = [
            note for note in plan.note or () if not refers_to(note.authorReference, f"Patient/{patient_id}")
        ]
        plan.note = [_own_words(patient_id, text), *others]
        unit.update(plan, expected_version=expected_version)


async def add_goal(
    door: Door, patient_id: str, *, text: str, need: str, domain: str, due_on: date | None, form_id: str
) -> str:
    """Add a goal and the need it answers to the plan, opening the plan when there is none; return the goal's id."""
    if domain not in DOMAINS:
        raise UnknownChoiceError("domain")
    chart = await open_chart(door, patient_id, SHELVES)
    goal_id = entry_id(form_id)
    async with door.writing() as unit:
        plan = _plan_in(unit, door, chart, form_id)
        need_id = unit.create(_need(door, plan, need, entry_id(form_id, "need"))) if need else ""
        unit.create(
            Goal(
                id=goal_id,
                lifecycleStatus="active",
                achievementStatus=_achievement("in-progress", "En cours"),
                category=[concept(systems.DOMAIN, domain, DOMAINS[domain])],
                description=CodeableConcept(text=text),
                subject=about(patient_id),
                startDate=now().date().isoformat(),
                target=[GoalTarget(dueDate=due_on.isoformat())] if due_on else None,
                addresses=[Reference(reference=f"ServiceRequest/{need_id}", display=need)]
                if need_id
                else None,
                expressedBy=signature(door.actor),
            )
        )
    return goal_id


async def set_goal_outcome(
    door: Door, patient_id: str, goal_id: str, outcome: str, *, expected_version: int | None = None
) -> None:
    """Say that a goal was reached, was not, or goes on again."""
    if outcome not in OUTCOMES:
        raise UnknownChoiceError("outcome")
    goal = (await door.read("Goal", goal_id)).resource
    _check_owner(goal.subject, patient_id)
    lifecycle, achievement, words = OUTCOMES[outcome]
    goal.lifecycleStatus = lifecycle
    goal.achievementStatus = _achievement(achievement, words)
    goal.statusDate = now().date().isoformat()
    async with door.writing() as unit:
        unit.update(goal, expected_version=expected_version)


async def add_action(
    door: Door, patient_id: str, *, text: str, goal_id: str, owner: str, due_on: date | None, form_id: str
) -> str:
    """Add an action to a goal, given to a member of the circle; return its id.

    When the goal is not of this record, or the owner not in its circle today, raises UnknownChoiceError.
    """
    chart = await open_chart(door, patient_id, SHELVES)
    goal = next((one for one in chart.of(Goal) if one.id == goal_id), None)
    if goal_id and goal is None:
        raise UnknownChoiceError("goal")
    plan = current_plan(chart)
    action = new_task(
        id=entry_id(form_id),
        code=PLAN_ACTION,
        text=text,
        patient_id=patient_id,
        requester=signature(door.actor),
        owner=_owner(chart, door, owner) if owner else None,
        due_on=due_on,
        source=Reference(reference=f"Goal/{goal.id}") if goal else None,
        based_on=Reference(reference=f"CarePlan/{plan.id}") if plan else None,
    )
    async with door.writing() as unit:
        unit.create(action)
        tell_given(unit, action, door.actor.who)
    assert action.id is not None
    return action.id


async def mark_done(door: Door, patient_id: str, action_id: str) -> None:
    """Mark an action done now; one that is done already stays as it is."""
    await _task(door, patient_id, action_id)
    await complete(door, action_id, now().date())


async def undo_done(door: Door, patient_id: str, action_id: str) -> None:
    """Take an action back to what it was before it was marked done, exactly; nothing when it is not done."""
    await _task(door, patient_id, action_id)
    await uncomplete(door, action_id)


async def cancel_action(door: Door, patient_id: str, action_id: str, *, take_back: bool = False) -> None:
    """Give an action up, or with `take_back` put it back to be done."""
    await _task(door, patient_id, action_id)
    await (take_up if take_back else give_up)(door, action_id)


async def plan_review(door: Door, patient_id: str, on: date, *, form_id: str) -> None:
    """Set the day of the next review; a review already set moves to that day."""
    chart = await open_chart(door, patient_id, SHELVES)
    plan = current_plan(chart)
    if plan is None:
        raise CareError(
            "Ce dossier n’a pas encore de plan : ajoutez d’abord un objectif.", "This record has no plan yet."
        )
    coming = _coming_review(chart)
    restriction = TaskRestriction(period=Period(end=on.isoformat()))
    async with door.writing() as unit:
        if coming is not None:
            coming.restriction = restriction
            unit.update(coming, expected_version=version_of(coming.meta))
            return
        me = signature(door.actor)
        unit.create(
            new_task(
                id=entry_id(form_id),
                code=REVIEW,
                text="Revue du plan",
                patient_id=patient_id,
                requester=me,
                owner=me,
                due_on=on,
                source=Reference(reference=f"CarePlan/{plan.id}"),
            )
        )


async def record_review(door: Door, patient_id: str) -> None:
    """Say that the plan was reviewed today: the review that was due is done."""
    chart = await open_chart(door, patient_id, SHELVES)
    review = _coming_review(chart)
    if review is None or review.id is None:
        raise UnknownChoiceError("review")
    await mark_done(door, patient_id, review.id)


def _coming_review(chart: Chart) -> Task | None:
    open_ones = [
        task
        for task in chart.of(Task)
        if task.code is not None
        and any(one.system == systems.TASK_CODE and one.code == "review" for one in task.code.coding or ())
        and task.status in ("requested", "accepted", "in-progress", "ready")
    ]
    return min(open_ones, key=lambda task: str(_due(task) or date.max), default=None)


def _due(task: Task) -> date | None:
    return day(task.restriction.period.end) if task.restriction and task.restriction.period else None


def _plan_in(unit: Unit, door: Door, chart: Chart, form_id: str) -> CarePlan:
    plan = current_plan(chart)
    if plan is None:
        plan = _new_plan(door, chart, form_id)
        unit.create(plan)
    return plan


def _new_plan(door: Door, chart: Chart, form_id: str) -> CarePlan:
    today = now().date().isoformat()
    return CarePlan(
        id=entry_id(form_id, "plan"),
        status="active",
        intent="plan",
        title=PLAN_TITLE,
        subject=about(chart.patient_id),
        period=Period(start=today),
        created=today,
        author=signature(door.actor),
        careTeam=[Reference(reference=f"CareTeam/{chart.team.id}")] if chart.team else None,
    )


def _need(door: Door, plan: CarePlan, text: str, need_id: str) -> ServiceRequest:
    return ServiceRequest(
        id=need_id,
        status="active",
        intent="plan",
        category=[concept(systems.REQUEST_CATEGORY, "need", "Besoin")],
        code=CodeableConcept(text=text),
        basedOn=[Reference(reference=f"CarePlan/{plan.id}")],
        subject=plan.subject,
        authoredOn=fhir_instant(now()),
        requester=signature(door.actor),
    )


def _own_words(patient_id: str, text: str) -> Annotation:
    return Annotation(authorReference=about(patient_id), time=fhir_instant(now()), text=text)


def _achievement(code: str, words: str) -> CodeableConcept:
    return concept(systems.GOAL_ACHIEVEMENT, code, words)


def _owner(chart: Chart, door: Door, reference: str) -> Reference:
    if reference == door.actor.who:
        return signature(door.actor)
    if reference != f"Patient/{chart.patient_id}" and not chart.is_in_circle(reference, now()):
        raise UnknownChoiceError("owner")
    person = chart.person(reference)
    return Reference(reference=reference, display=person.name)


async def _task(door: Door, patient_id: str, task_id: str) -> Task:
    task: Task = (await door.read("Task", task_id)).resource
    _check_owner(task.for_, patient_id)
    return task


def _check_owner(subject: Reference | None, patient_id: str) -> None:
    if not refers_to(subject, f"Patient/{patient_id}"):
        raise NotFoundError
