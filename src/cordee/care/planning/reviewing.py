"""Reviewing a plan together: what was concluded, goals not reached with why, and the day of the next review."""

from datetime import date

from cordee.access import Actor, Door
from cordee.care.chart import open_chart
from cordee.care.elements import concept, fhir_instant, refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.plan import SHELVES, coming_review, current_plan
from cordee.care.signing import said, signature
from cordee.care.tasks.building import new_task
from cordee.care.tasks.codes import REVIEW
from cordee.care.tasks.states import DONE, move
from cordee.fhir import systems
from cordee.fhir.r4 import CarePlan, Goal, Period, Reference, Task
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError

OUTCOMES = {
    "reached": ("completed", "achieved", "Atteint"),
    "not-reached": ("cancelled", "not-achieved", "Non atteint"),
    "": ("active", "in-progress", "En cours"),
}


async def set_goal_outcome(
    door: Door,
    patient_id: str,
    goal_id: str,
    outcome: str,
    *,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Say that a goal was reached, was not and why, or goes on again. HAS: a goal not reached stays written."""
    if outcome not in OUTCOMES:
        raise UnknownChoiceError("outcome")
    goal: Goal = (await door.read("Goal", goal_id)).resource
    if not refers_to(goal.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    lifecycle, achievement, words = OUTCOMES[outcome]
    goal.lifecycleStatus = lifecycle
    goal.achievementStatus = concept(systems.GOAL_ACHIEVEMENT, achievement, words)
    goal.statusDate = now().date().isoformat()
    goal.statusReason = reason or None
    async with door.writing() as unit:
        unit.update(goal, expected_version=expected_version)


async def conclude_review(
    door: Door, patient_id: str, conclusion: str, next_on: date | None, *, form_id: str
) -> None:
    """Write that the plan was reviewed today, what was concluded, and when it will be again.

    The review that was due is done, with the conclusion; without one, a review is written that is. Sent twice, it is
    written once.
    """
    chart = await open_chart(door, patient_id, SHELVES)
    plan = current_plan(chart)
    if plan is None:
        raise CareError(
            "Ce dossier n’a pas encore de plan : ajoutez d’abord un objectif.", "This record has no plan yet."
        )
    me, at = signature(door.actor), fhir_instant(now())
    coming = coming_review(chart)
    done = coming or new_review(door.actor, plan, patient_id, entry_id(form_id, "review"), now().date())
    move(done, DONE)
    done.executionPeriod = Period(end=at)
    done.lastModified = at
    if conclusion:
        done.note = [*(done.note or ()), said(me, at, conclusion)]
    async with door.writing() as unit:
        if coming is not None:
            unit.update(done, expected_version=version_of(done.meta))
        else:
            unit.create(done)
        if next_on is not None:
            unit.create(new_review(door.actor, plan, patient_id, entry_id(form_id), next_on))


def new_review(by: Actor, plan: CarePlan, patient_id: str, id_: str, on: date) -> Task:
    """Return a review of a plan, to be done by a day."""
    me = signature(by)
    return new_task(
        id=id_,
        code=REVIEW,
        text="Revue du plan",
        patient_id=patient_id,
        requester=me,
        owner=me,
        due_on=on,
        source=Reference(reference=f"CarePlan/{plan.id}"),
    )
