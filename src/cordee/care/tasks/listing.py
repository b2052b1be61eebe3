"""Work lists: mine, my team's, what is late, this week, what I asked of others, what was done lately."""

from datetime import date, timedelta

import msgspec

from cordee.access import Door
from cordee.care.tasks.line import TaskLine, line_of
from cordee.care.tasks.team import team_of
from cordee.kernel.clock import now
from cordee.store.task_lists import LAST_DAY, TaskEntry, TaskList

PAGE_SIZE = 30
COUNTED_MAX = 100
DONE_DAYS = 14
SCOPES = ("mine", "team", "asked")
VIEWS = ("open", "late", "week", "done")


class TaskLines(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list; `cursor` asks for the next one."""

    rows: tuple[TaskLine, ...]
    cursor: str | None = None


class TaskCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many are open, late, and due today or late in a scope, each COUNTED_MAX at most."""

    open: int
    late: int
    pressing: int


async def list_tasks(
    door: Door, scope: str, view: str, today: date, *, cursor: str | None = None, count: int = PAGE_SIZE
) -> TaskLines:
    """Return one page of a list: `scope` is one of SCOPES, `view` one of VIEWS; `today` is the territory's.

    Cost: one statement for one's own, two for a team's.
    """
    people = await _people(door, scope)
    page = await door.tasks(_wanted(people, scope, view, today), count, cursor)
    return TaskLines(rows=_lines(door, page.rows, today), cursor=page.cursor)


async def count_tasks(door: Door, scope: str, today: date) -> TaskCounts:
    """Return how many tasks a scope holds. Cost: one statement, two for a team's."""
    people = await _people(door, scope)
    days = (LAST_DAY, today - timedelta(days=1), today)
    is_open, late, pressing = await door.task_counts(people, days, COUNTED_MAX)
    return TaskCounts(open=is_open, late=late, pressing=pressing)


def week_end(today: date) -> date:
    """Return the Sunday of the week a day is in."""
    return today + timedelta(days=6 - today.weekday())


async def _people(door: Door, scope: str) -> tuple[str, ...]:
    return await team_of(door) if scope == "team" else tuple(key for key in door.actor.keys if "/" in key)


def _wanted(people: tuple[str, ...], scope: str, view: str, today: date) -> TaskList:
    is_asked = scope == "asked"
    if view == "done":
        return TaskList(people=people, done_since=now() - timedelta(days=DONE_DAYS))
    if view == "late":
        return TaskList(people=people, is_asked=is_asked, due_to=today - timedelta(days=1))
    if view == "week":
        return TaskList(people=people, is_asked=is_asked, due_from=today, due_to=week_end(today))
    return TaskList(people=people, is_asked=is_asked)


def _lines(door: Door, entries: list[TaskEntry], today: date) -> tuple[TaskLine, ...]:
    """Return the lines of tasks; each person is read once, however many tasks are about them."""
    stored = {one.patient.id: one.patient for one in entries if one.patient is not None}
    people = {id_: one.resource for id_, one in stored.items()}
    return tuple(
        line_of(
            one.task.resource,
            people[one.patient.id] if one.patient is not None else None,
            today,
            door.actor.keys,
        )
        for one in entries
    )
