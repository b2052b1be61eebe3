"""The plan: opened by its first goal, in the person's words, late when it is, undone exactly."""

import asyncio
from datetime import date, timedelta

import msgspec
import pytest

from cordee.care.chart import open_chart
from cordee.care.entry import once
from cordee.care.errors import UnknownChoiceError
from cordee.care.plan import SHELVES, Plan, plan_of
from cordee.care.plan_writing import (
    add_action,
    add_goal,
    cancel_action,
    mark_done,
    plan_review,
    undo_done,
)
from cordee.care.planning.editing import ActionEdit, GoalEdit, Texts, change_action, change_goal, save_texts
from cordee.care.planning.reviewing import conclude_review, set_goal_outcome
from cordee.care.planning.templates import Proposed, ProposedAction, apply_template
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, door

TODAY = now().date()


async def plan(store: Repository, who: str = GP) -> Plan:
    """Return the plan as somebody sees it."""
    return plan_of(await open_chart(door(store, who), JEANNE, SHELVES), TODAY, who)


async def goal(store: Repository, form_id: str = "") -> str:
    """Add a goal with its need as the GP."""
    return await add_goal(
        door(store, GP), JEANNE, text="Sécuriser les déplacements", need="Chutes répétées", domain="autonomy",
        due_on=TODAY + timedelta(days=60), form_id=form_id or new_id(),
    )  # fmt: skip


async def action(store: Repository, goal_id: str, due_on: date | None = None, owner: str = NURSE) -> str:
    """Add an action to a goal as the GP."""
    return await add_action(
        door(store, GP),
        JEANNE,
        text="Barres d’appui",
        goal_id=goal_id,
        owner=owner,
        due_on=due_on,
        form_id=new_id(),
    )


async def test_first_goal_opens_the_plan_with_its_need(store: Repository) -> None:
    await goal(store)

    found = await plan(store, DAUGHTER)
    assert found.id
    assert found.author == "Dr Paul Girard"
    assert [(one.text, one.need, one.domain_label) for one in found.goals] == [
        ("Sécuriser les déplacements", "Chutes répétées", "Autonomie")
    ]


async def test_goal_posted_twice_is_there_once(store: Repository) -> None:
    form_id = new_id()

    async def post() -> None:
        await goal(store, form_id)

    made, mine = f"Goal/{form_id}", door(store, GP)
    assert [await once(mine, made, JEANNE, post) for _ in range(2)] == [True, False]
    assert len((await plan(store)).goals) == 1


async def test_action_past_its_day_is_late_by_that_many_days(store: Repository) -> None:
    goal_id = await goal(store)
    await action(store, goal_id, TODAY - timedelta(days=6))

    (found,) = (await plan(store, NURSE)).goals
    assert [one.late_days for one in found.late] == [6]
    assert found.actions[0].is_mine
    assert (await plan(store)).late_count == 1


async def test_done_and_undone_returns_to_the_very_state_before(store: Repository) -> None:
    action_id = await action(store, await goal(store))

    await mark_done(door(store, NURSE), JEANNE, action_id)
    (done,) = (await plan(store)).goals[0].actions
    assert (done.is_done, done.done_on) == (True, TODAY)
    await undo_done(door(store, NURSE), JEANNE, action_id)
    (undone,) = (await plan(store)).goals[0].actions
    assert (undone.is_done, undone.state, undone.done_on) == (False, "à faire", None)


async def test_action_given_up_leaves_the_plan_and_comes_back(store: Repository) -> None:
    action_id = await action(store, await goal(store))

    await cancel_action(door(store, GP), JEANNE, action_id)
    assert (await plan(store)).goals[0].actions == ()
    await cancel_action(door(store, GP), JEANNE, action_id, take_back=True)
    assert len((await plan(store)).goals[0].actions) == 1


async def test_owner_outside_the_circle_is_refused(store: Repository) -> None:
    goal_id = await goal(store)
    with pytest.raises(UnknownChoiceError):
        await action(store, goal_id, owner=OTHER_NURSE)


async def test_carer_reads_the_plan_and_cannot_change_it(store: Repository) -> None:
    action_id = await action(store, await goal(store))
    with pytest.raises((ForbiddenError, NotFoundError)):
        await mark_done(door(store, DAUGHTER), JEANNE, action_id)


async def words(store: Repository, who: str, text: str, version: int | None) -> None:
    """Write the person's project as somebody who saw that version."""
    await save_texts(door(store, who), JEANNE, Texts(project=text), expected_version=version)


async def test_texts_changed_meanwhile_are_not_overwritten(store: Repository) -> None:
    await words(store, GP, "Rester chez moi.", None)
    version = (await plan(store)).version
    await words(store, NURSE, "Voir mon jardin.", version)

    with pytest.raises(VersionConflictError):
        await words(store, GP, "Autre chose.", version)
    with pytest.raises(VersionConflictError):
        await words(store, GP, "Autre chose.", None)
    assert (await plan(store)).own_words == "Voir mon jardin."


async def test_two_who_open_the_plan_at_once_write_into_one(store: Repository) -> None:
    await asyncio.gather(goal(store), words(store, NURSE, "Voir mon jardin.", None), goal(store))
    found = await plan(store)
    assert (len(found.goals), found.own_words) == (2, "Voir mon jardin.")
    shelves = await door(store, GP).shelves(JEANNE, {"CarePlan": 9})
    assert len(shelves["CarePlan"]) == 1


async def test_goal_and_action_say_how_they_are_judged_and_keep_the_order_of_has(store: Repository) -> None:
    goal_id = await goal(store)
    late = await action(store, goal_id)
    first = await action(store, goal_id, TODAY + timedelta(days=90))
    edit = ActionEdit(
        text="Ôter les tapis", due_on=TODAY, kind="prevent", criterion="Aucune chute", alert="Le fils"
    )
    await change_action(door(store, NURSE), JEANNE, first, edit, expected_version=1)
    soften = msgspec.structs.replace(edit, text="Déambulateur", kind="attenuate")
    await change_action(door(store, NURSE), JEANNE, late, soften, expected_version=1)
    with pytest.raises(VersionConflictError):
        await change_action(door(store, GP), JEANNE, first, soften, expected_version=1)
    changed = GoalEdit(text="Marcher", domain="autonomy", due_on=None, measure="Va au marché")
    await change_goal(door(store, GP), JEANNE, goal_id, changed, expected_version=1)

    (found,) = (await plan(store)).goals
    assert (found.text, found.measure, found.due_on) == ("Marcher", "Va au marché", None)
    assert [(one.kind_words, one.criterion, one.alert) for one in found.actions] == [
        ("Prévenir", "Aucune chute", "Le fils"),
        ("Atténuer", "Aucune chute", "Le fils"),
    ]


async def test_goal_not_reached_is_traced_apart_with_why(store: Repository) -> None:
    await set_goal_outcome(door(store, GP), JEANNE, await goal(store), "not-reached", reason="Hospitalisée")

    found = await plan(store)
    assert found.goals == ()
    assert [(one.text, one.reason) for one in found.not_reached] == [
        ("Sécuriser les déplacements", "Hospitalisée")
    ]


async def test_review_is_planned_moved_and_done_with_its_conclusion(store: Repository) -> None:
    await goal(store)
    await plan_review(door(store, GP), JEANNE, TODAY + timedelta(days=30), form_id=new_id())
    await plan_review(door(store, GP), JEANNE, TODAY + timedelta(days=40), form_id=new_id())
    assert (await plan(store)).review_on == TODAY + timedelta(days=40)

    following = TODAY + timedelta(days=180)
    await conclude_review(door(store, GP), JEANNE, "Elle marche mieux.", following, form_id=new_id())
    found = await plan(store)
    assert (found.reviewed_on, found.review_on) == (TODAY, following)
    assert [(one.conclusion, one.by) for one in found.reviews] == [("Elle marche mieux.", "Dr Paul Girard")]


async def test_template_makes_a_whole_plan_once(store: Repository) -> None:
    proposals = [
        Proposed(need="Chutes", domain="autonomy", goal="Marcher", actions=(ProposedAction("Tapis", "nurse"),)),
        Proposed(need="Isolement", domain="social", goal="Voir du monde", actions=()),
    ]  # fmt: skip
    form_id = new_id()
    assert await apply_template(door(store, GP), JEANNE, proposals, {0}, form_id=form_id) == 1
    assert await apply_template(door(store, GP), JEANNE, proposals, {0, 1}, form_id=new_id()) == 1
    first, second = (await plan(store)).goals
    assert (first.text, first.need, second.text) == ("Marcher", "Chutes", "Voir du monde")
    assert first.actions[0].owner is not None
    assert first.actions[0].owner.name == "Nadia Idrissi"
