"""The plan: opened by its first goal, in the person's words, late when it is, undone exactly."""

from datetime import date, timedelta

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
    record_review,
    save_own_words,
    set_goal_outcome,
    undo_done,
)
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

    assert (await once(post), await once(post)) == (True, False)
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


async def test_own_words_changed_meanwhile_are_not_overwritten(store: Repository) -> None:
    await save_own_words(door(store, GP), JEANNE, "Rester chez moi.", expected_version=None, form_id=new_id())
    version = (await plan(store)).version
    await save_own_words(
        door(store, NURSE), JEANNE, "Voir mon jardin.", expected_version=version, form_id=new_id()
    )

    with pytest.raises(VersionConflictError):
        await save_own_words(
            door(store, GP), JEANNE, "Autre chose.", expected_version=version, form_id=new_id()
        )
    assert (await plan(store)).own_words == "Voir mon jardin."


async def test_goal_not_reached_is_traced_apart(store: Repository) -> None:
    await set_goal_outcome(door(store, GP), JEANNE, await goal(store), "not-reached")

    found = await plan(store)
    assert found.goals == ()
    assert [one.text for one in found.not_reached] == ["Sécuriser les déplacements"]


async def test_review_is_planned_moved_and_done(store: Repository) -> None:
    await goal(store)
    await plan_review(door(store, GP), JEANNE, TODAY + timedelta(days=30), form_id=new_id())
    await plan_review(door(store, GP), JEANNE, TODAY + timedelta(days=40), form_id=new_id())
    assert (await plan(store)).review_on == TODAY + timedelta(days=40)

    await record_review(door(store, GP), JEANNE)
    found = await plan(store)
    assert (found.reviewed_on, found.review_on) == (TODAY, None)
