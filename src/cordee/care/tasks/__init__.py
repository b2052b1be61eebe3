"""Tasks: who is asked to do what, by when, and of what it comes. One R4 Task each, whatever its source.

`new_task` makes one, for whoever has a unit open; the acts change one; the lists are read from the store's index.
"""

from cordee.care.tasks.acts import (
    accept,
    begin,
    comment,
    give,
    give_up,
    postpone,
    prioritise,
    refuse,
    repeat,
    take_up,
)
from cordee.care.tasks.assignees import assignees
from cordee.care.tasks.building import PRIORITIES, new_task
from cordee.care.tasks.completing import complete, uncomplete
from cordee.care.tasks.creating import NewTask, add_task, source_in
from cordee.care.tasks.line import TaskLine
from cordee.care.tasks.listing import (
    COUNTED_MAX,
    SCOPES,
    VIEWS,
    TaskCounts,
    TaskLines,
    count_tasks,
    list_tasks,
    week_end,
)
from cordee.care.tasks.reading import TaskView, view_task
from cordee.care.tasks.recurrence import RHYTHMS
from cordee.care.tasks.refusals import REASONS

__all__ = [
    "COUNTED_MAX",
    "PRIORITIES",
    "REASONS",
    "RHYTHMS",
    "SCOPES",
    "VIEWS",
    "NewTask",
    "TaskCounts",
    "TaskLine",
    "TaskLines",
    "TaskView",
    "accept",
    "add_task",
    "assignees",
    "begin",
    "comment",
    "complete",
    "count_tasks",
    "give",
    "give_up",
    "list_tasks",
    "new_task",
    "postpone",
    "prioritise",
    "refuse",
    "repeat",
    "source_in",
    "take_up",
    "uncomplete",
    "view_task",
    "week_end",
]
