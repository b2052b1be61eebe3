"""What adds to a plan: goals with the need they answer, actions, the day of the next review; and acts on actions.

Changing what stands there, templates, reviews, versions and agreements: `care.planning`.
"""

from datetime import date

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import id_in, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.plan import DOMAINS, SHELVES, coming_review, current_plan
from cordee.care.plan_shape import set_inputs, set_kind
from cordee.care.planning.opening import in_plan
from cordee.care.planning.parts import goal_of, need_of
from cordee.care.planning.reviewing import new_review
from cordee.care.signing import signature
from cordee.care.tasks.acts import give_up, take_up
from cordee.care.tasks.assignees import assignees
from cordee.care.tasks.building import new_task
from cordee.care.tasks.changing import read_task
from cordee.care.tasks.codes import PLAN_ACTION
from cordee.care.tasks.completing import complete, uncomplete
from cordee.care.tasks.creating import labels_from
from cordee.care.tasks.telling import tell_given
from cordee.fhir.r4 import (
    CarePlan,
    Goal,
    Period,
    Reference,
    TaskRestriction,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit


async def add_goal(
    door: Door,
    patient_id: str,
    *,
    text: str,
    need: str,
    domain: str,
    due_on: date | None,
    form_id: str,
    measure: str = "",
) -> str:
    """Add a goal and the need it answers to the plan, opening the plan when there is none; return the goal's id."""
    if domain not in DOMAINS:
        raise UnknownChoiceError("domain")
    goal_id, need_id = entry_id(form_id), entry_id(form_id, "need")
    answered = Reference(reference=f"ServiceRequest/{need_id}", display=need)
    me = signature(door.actor)

    def write(_chart: Chart, unit: Unit, plan: CarePlan) -> None:
        if need:
            unit.create(need_of(plan, need, need_id, me))
        unit.create(
            goal_of(plan, text, domain, goal_id, me, answered if need else None, target=(due_on, measure))
        )

    await in_plan(door, patient_id, write)
    return goal_id


async def add_action(
    door: Door,
    patient_id: str,
    *,
    text: str,
    goal_id: str,
    owner: str,
    due_on: date | None,
    form_id: str,
    kind: str = "",
    criterion: str = "",
    alert: str = "",
    source: str = "",
) -> str:
    """Add an action to a goal, given to somebody who can see it, who is told; return its id.

    `source` is the note, message or other part of the record its words come of. The action is shown to no more people
    than its source and its goal are.
    When goal or source is not of this record, or the owner could not see the action, raises UnknownChoiceError.
    """
    chart = await open_chart(door, patient_id, SHELVES)
    goal = next((one for one in chart.of(Goal) if one.id == goal_id), None)
    if goal_id and goal is None:
        raise UnknownChoiceError("goal")
    plan = current_plan(chart)
    labels = await labels_from(door, chart, source, owner, *([goal] if goal is not None else ()))
    action = new_task(
        id=entry_id(form_id),
        code=PLAN_ACTION,
        text=text,
        patient_id=patient_id,
        requester=signature(door.actor),
        owner=await _owner(door, chart, owner),
        due_on=due_on,
        source=Reference(reference=f"Goal/{goal.id}") if goal else None,
        based_on=Reference(reference=f"CarePlan/{plan.id}") if plan else None,
        labels=labels,
    )
    set_kind(action, kind)
    set_inputs(action, criterion, alert)
    async with door.writing() as unit:
        unit.create(action)
        tell_given(unit, action, door.actor.who)
    assert action.id is not None
    return action.id


async def mark_done(door: Door, patient_id: str, action_id: str) -> None:
    """Mark an action done now; one that is done already stays as it is."""
    await _check(door, patient_id, action_id)
    await complete(door, action_id, now().date())


async def undo_done(door: Door, patient_id: str, action_id: str) -> None:
    """Take an action back to what it was before it was marked done, exactly; nothing when it is not done."""
    await _check(door, patient_id, action_id)
    await uncomplete(door, action_id)


async def cancel_action(door: Door, patient_id: str, action_id: str, *, take_back: bool = False) -> None:
    """Give an action up, or with `take_back` put it back to be done."""
    await _check(door, patient_id, action_id)
    await (take_up if take_back else give_up)(door, action_id)


async def plan_review(door: Door, patient_id: str, on: date, *, form_id: str) -> None:
    """Set the day of the next review; a review already set moves to that day."""
    chart = await open_chart(door, patient_id, SHELVES)
    plan = current_plan(chart)
    if plan is None:
        raise CareError(
            "Ce dossier n’a pas encore de plan : ajoutez d’abord un objectif.", "This record has no plan yet."
        )
    coming = coming_review(chart)
    async with door.writing() as unit:
        if coming is not None:
            coming.restriction = TaskRestriction(period=Period(end=on.isoformat()))
            unit.update(coming, expected_version=version_of(coming.meta))
        else:
            unit.create(new_review(door.actor, plan, patient_id, entry_id(form_id), on))


async def _owner(door: Door, chart: Chart, reference: str) -> Reference | None:
    if not reference:
        return None
    person = (await assignees(door, chart)).get(reference)
    if person is None:
        raise UnknownChoiceError("owner")
    return Reference(reference=reference, display=person.name)


async def _check(door: Door, patient_id: str, action_id: str) -> None:
    """Raise NotFoundError unless the action is of this record."""
    if id_in((await read_task(door, action_id)).for_, "Patient") != patient_id:
        raise NotFoundError
