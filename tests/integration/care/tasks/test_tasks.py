"""Tasks: given, taken, refused, delegated with their history; coming again once; listed to who may see them."""

import asyncio
from datetime import timedelta

import pytest

from cordee.care import tasks
from cordee.care.errors import UnknownChoiceError
from cordee.care.tasks import NewTask, TaskLine
from cordee.care.tasks.recurrence import next_id
from cordee.care.tasks.states import TaskStateError
from cordee.fhir.r4 import Task
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from cordee.store.errors import AlreadyExistsError
from tests.integration.care.village import COORDINATOR, DAC, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door

TODAY = now().date()


async def given(store: Repository, to: str = NURSE, **more: object) -> str:
    """Add a task as the GP and return its id."""
    form_id = new_id()
    values: dict[str, object] = {
        "text": f"Rappeler la pharmacie {form_id}",
        "owner": to,
        "due_on": TODAY,
    } | more
    return await tasks.add_task(door(store, GP), JEANNE, NewTask(**values), form_id=form_id)  # type: ignore[arg-type]


async def listed(store: Repository, who: str, scope: str = "mine", view: str = "open") -> dict[str, TaskLine]:
    """Return a whole list by id, page after page."""
    found: dict[str, TaskLine] = {}
    cursor: str | None = None
    while True:
        page = await tasks.list_tasks(door(store, who), scope, view, TODAY, cursor=cursor, count=3)
        assert not found.keys() & {one.id for one in page.rows}
        found |= {one.id: one for one in page.rows}
        cursor = page.cursor
        if cursor is None:
            return found


async def stored(store: Repository, task_id: str) -> Task:
    """Return a task as it stands."""
    task: Task = (await door(store, GP).read("Task", task_id)).resource
    return task


async def test_task_given_waits_for_its_owner_and_is_followed_by_who_asked(store: Repository) -> None:
    task_id = await given(store)

    line = (await listed(store, NURSE))[task_id]
    assert (line.waits_for_me, line.is_today, line.requester_name) == (True, True, "Dr Paul Girard")
    assert line.name is not None
    assert line.name.short == "Jeanne MOREAU"
    assert task_id not in await listed(store, GP)
    assert task_id in await listed(store, GP, "asked")
    assert task_id not in await listed(store, OTHER_NURSE)
    assert task_id not in await listed(store, SOCIAL)


async def test_task_sent_twice_is_there_once(store: Repository) -> None:
    form_id = new_id()
    new = NewTask(text="Une fois", owner=NURSE)
    first = await tasks.add_task(door(store, GP), JEANNE, new, form_id=form_id)
    with pytest.raises(AlreadyExistsError):
        await tasks.add_task(door(store, GP), JEANNE, new, form_id=form_id)
    assert sum(one.text == "Une fois" for one in (await listed(store, NURSE)).values()) == 1
    assert first == form_id


async def test_task_refused_comes_back_with_the_reason_and_is_given_again(store: Repository) -> None:
    task_id = await given(store)
    await tasks.refuse(door(store, NURSE), task_id, "no-time", "En congé jusqu’à lundi")

    assert task_id not in await listed(store, NURSE)
    back = (await listed(store, GP))[task_id]
    assert back.came_back == "Je ne peux pas dans ce délai"
    view = await tasks.view_task(door(store, GP), task_id, TODAY)
    assert [(one.who, one.text) for one in view.comments] == [("Nadia Idrissi", "En congé jusqu’à lundi")]

    await tasks.give(door(store, GP), task_id, SOCIAL)
    assert (await listed(store, SOCIAL))[task_id].came_back == ""
    assert task_id not in await listed(store, GP)
    steps = (await tasks.view_task(door(store, GP), task_id, TODAY)).steps
    assert [one.what for one in steps] == [
        "Confiée à Amélie Sauvage",
        "Refusée : Je ne peux pas dans ce délai",
        "Demandée à Nadia Idrissi",
    ]
    assert [one.who for one in steps] == ["Dr Paul Girard", "Nadia Idrissi", "Dr Paul Girard"]


async def test_team_sees_what_its_people_and_its_structure_hold_and_may_see(store: Repository) -> None:
    task_id = await given(store, COORDINATOR)
    of_nurse = await given(store, NURSE)

    team = await listed(store, COORDINATOR, "team")
    assert {task_id, of_nurse} <= team.keys()
    assert of_nurse not in await listed(store, COORDINATOR)
    await tasks.accept(door(store, COORDINATOR), of_nurse)
    assert (await listed(store, COORDINATOR))[of_nurse].is_mine


async def test_task_is_given_only_to_who_could_see_it(store: Repository) -> None:
    task_id = await given(store)
    for nobody in (OTHER_NURSE, "PractitionerRole/unknown", DAC):
        with pytest.raises(UnknownChoiceError):
            await tasks.give(door(store, GP), task_id, nobody)
    await tasks.give(door(store, COORDINATOR), task_id, COORDINATOR)
    with pytest.raises(NotFoundError):
        await tasks.accept(door(store, OTHER_NURSE), task_id)


async def test_late_week_and_done_hold_what_they_say(store: Repository) -> None:
    late = await given(store, due_on=TODAY - timedelta(days=3))
    undated = await given(store, due_on=None)
    far = await given(store, due_on=TODAY + timedelta(days=40))
    today = await given(store)
    done = await given(store)
    await tasks.complete(door(store, NURSE), done, TODAY)

    in_late, in_week = await listed(store, NURSE, view="late"), await listed(store, NURSE, view="week")
    assert late in in_late
    assert in_late[late].late_days == 3
    assert not in_late.keys() & {undated, far, today, done}
    assert today in in_week
    assert not in_week.keys() & {undated, far, late, done}
    assert done in await listed(store, NURSE, view="done")
    order = list(await listed(store, NURSE))
    assert order.index(late) < order.index(today) < order.index(far) < order.index(undated)
    counts = await tasks.count_tasks(door(store, NURSE), "mine", TODAY)
    assert counts.late == len(in_late)
    assert counts.open == len(order)


async def test_done_and_undone_is_exactly_what_it_was(store: Repository) -> None:
    task_id = await given(store)
    await tasks.begin(door(store, NURSE), task_id)
    before = await stored(store, task_id)

    await tasks.complete(door(store, NURSE), task_id, TODAY)
    await tasks.complete(door(store, NURSE), task_id, TODAY)
    after = await tasks.uncomplete(door(store, NURSE), task_id)
    assert (after.status, after.executionPeriod) == (before.status, before.executionPeriod)


async def test_task_that_comes_again_is_asked_once_whatever_is_done_and_undone(store: Repository) -> None:
    task_id = await given(store, rule="FREQ=WEEKLY", due_on=TODAY - timedelta(days=10))

    await tasks.complete(door(store, NURSE), task_id, TODAY)
    following = await stored(store, next_id(task_id))
    assert following.status == "requested"
    assert following.restriction is not None
    assert following.restriction.period is not None
    assert following.restriction.period.end == (TODAY + timedelta(days=4)).isoformat()

    await tasks.uncomplete(door(store, NURSE), task_id)
    assert (await stored(store, next_id(task_id))).status == "cancelled"
    await tasks.complete(door(store, NURSE), task_id, TODAY)
    assert (await stored(store, next_id(task_id))).status == "requested"
    await tasks.give_up(door(store, NURSE), next_id(task_id))
    await tasks.uncomplete(door(store, NURSE), task_id)
    await tasks.complete(door(store, NURSE), task_id, TODAY)
    assert (await stored(store, next_id(task_id))).status == "cancelled"


async def test_several_at_once_lose_nothing(store: Repository) -> None:
    task_id = await given(store, rule="FREQ=DAILY")
    await asyncio.gather(
        tasks.comment(door(store, GP), task_id, "un"),
        tasks.comment(door(store, NURSE), task_id, "deux"),
        tasks.complete(door(store, NURSE), task_id, TODAY),
    )
    found = await stored(store, task_id)
    assert found.status == "completed"
    assert {note.text for note in found.note or ()} == {"un", "deux"}
    assert (await stored(store, next_id(task_id))).status == "requested"


async def test_what_the_states_forbid_is_refused(store: Repository) -> None:
    task_id = await given(store)
    await tasks.give_up(door(store, GP), task_id)
    with pytest.raises(TaskStateError):
        await tasks.refuse(door(store, NURSE), task_id, "other")
    with pytest.raises(TaskStateError):
        await tasks.postpone(door(store, GP), task_id, TODAY)
    await tasks.take_up(door(store, GP), task_id)
    assert task_id in await listed(store, NURSE)
