"""Changing what a plan says: its texts, a goal, an action. Each change names the version it was made on.

When somebody else changed the same thing meanwhile, nothing is stored and VersionConflictError is raised: the page
shows both texts. What they changed elsewhere in the plan stays: goals and actions are resources of their own.
"""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.elements import concept, fhir_instant, id_in, refers_to, version_of
from cordee.care.errors import UnknownChoiceError
from cordee.care.plan import DOMAINS
from cordee.care.plan_shape import (
    ACTION_KINDS,
    ALERT,
    PREFERENCES,
    PROJECT,
    set_inputs,
    set_kind,
    set_words,
    words_in,
)
from cordee.care.planning.opening import in_plan
from cordee.care.planning.parts import target_of
from cordee.care.signing import about, signature
from cordee.care.tasks.changing import read_task
from cordee.fhir import systems
from cordee.fhir.r4 import CarePlan, CodeableConcept, Goal, Period, TaskRestriction
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.store import Unit


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of a plan: the person's project and preferences, the team's synthesis, the procedure of alert."""

    project: str = ""
    preferences: str = ""
    synthesis: str = ""
    alert: str = ""


class GoalEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What the form of a goal gives; `measure` is how one will know it is reached."""

    text: str
    domain: str
    due_on: date | None
    measure: str


class ActionEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What the form of an action gives beside who does it: `kind` is one of ACTION_KINDS, or empty."""

    text: str
    due_on: date | None
    kind: str = ""
    criterion: str = ""
    alert: str = ""


async def save_texts(door: Door, patient_id: str, texts: Texts, *, expected_version: int | None) -> None:
    """Write the texts of a plan, opening it when there is none.

    Without an expected version, the writer saw no plan: texts somebody wrote meanwhile are not overwritten.
    Raises: VersionConflictError.
    """
    me, person, at = signature(door.actor), about(patient_id), fhir_instant(now())

    def write(_chart: Chart, unit: Unit, plan: CarePlan) -> None:
        version = version_of(plan.meta)
        if version and expected_version is None and words_in(plan, PROJECT):
            raise VersionConflictError(version)
        set_words(plan, ALERT, texts.alert, me, at)
        set_words(plan, PREFERENCES, texts.preferences, person, at)
        set_words(plan, PROJECT, texts.project, person, at)
        plan.description = texts.synthesis or None
        if version:
            unit.update(plan, expected_version=expected_version or version)

    await in_plan(door, patient_id, write)


async def change_goal(
    door: Door, patient_id: str, goal_id: str, edit: GoalEdit, *, expected_version: int
) -> None:
    """Change a goal. Raises: VersionConflictError."""
    if edit.domain not in DOMAINS:
        raise UnknownChoiceError("domain")
    goal: Goal = (await door.read("Goal", goal_id)).resource
    if not refers_to(goal.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    goal.description = CodeableConcept(text=edit.text)
    goal.category = [concept(systems.DOMAIN, edit.domain, DOMAINS[edit.domain])]
    goal.target = target_of(edit.due_on, edit.measure)
    async with door.writing() as unit:
        unit.update(goal, expected_version=expected_version)


async def change_action(
    door: Door, patient_id: str, action_id: str, edit: ActionEdit, *, expected_version: int
) -> None:
    """Change what an action says. Who does it and where it stands change by the acts of tasks.

    Raises: VersionConflictError.
    """
    if edit.kind and edit.kind not in ACTION_KINDS:
        raise UnknownChoiceError("kind")
    task = await read_task(door, action_id)
    if id_in(task.for_, "Patient") != patient_id:
        raise NotFoundError
    task.description = edit.text
    task.restriction = (
        TaskRestriction(period=Period(end=edit.due_on.isoformat())) if edit.due_on is not None else None
    )
    task.lastModified = fhir_instant(now())
    set_kind(task, edit.kind)
    set_inputs(task, edit.criterion, edit.alert)
    async with door.writing() as unit:
        unit.update(task, expected_version=expected_version)
