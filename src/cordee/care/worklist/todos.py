"""My tasks at a glance: the most pressing ones, then what was done today, so that a slip can be undone."""

import asyncio
from datetime import date

import msgspec

from cordee.access import Door
from cordee.care import tasks
from cordee.care.tasks import TaskLine

TODOS_MAX = 30
DONE_SHOWN = 5


class TodoList(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, most pressing first, then what was done today; the counts are those of the whole list."""

    rows: tuple[TaskLine, ...]
    open_count: int
    late_count: int
    pressing_count: int
    counted_max: int = tasks.COUNTED_MAX


async def my_todos(door: Door, today: date) -> TodoList:
    """Return my tasks; `today` is the territory's. Cost: three statements."""
    waiting, done, counts = await asyncio.gather(
        tasks.list_tasks(door, "mine", "open", today, count=TODOS_MAX),
        tasks.list_tasks(door, "mine", "done", today, count=DONE_SHOWN),
        tasks.count_tasks(door, "mine", today),
    )
    return TodoList(
        rows=(*waiting.rows, *(one for one in done.rows if one.done_on == today)),
        open_count=counts.open,
        late_count=counts.late,
        pressing_count=counts.pressing,
    )


async def mark_todo(door: Door, task_id: str, today: date) -> TaskLine:
    """Mark a task done and return it as it now stands."""
    await tasks.complete(door, task_id, today)
    return (await tasks.view_task(door, task_id, today)).line


async def unmark_todo(door: Door, task_id: str, today: date) -> TaskLine:
    """Take a task back to what it was before it was marked done, and return it."""
    await tasks.uncomplete(door, task_id)
    return (await tasks.view_task(door, task_id, today)).line
