"""My actions in every plan: late first, then by day; ticked ones stay until tomorrow so that a slip can be undone."""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care import plan_writing
from cordee.care.elements import day, id_in
from cordee.care.people import FullName, full_name
from cordee.fhir import systems
from cordee.fhir.r4 import Patient, Task
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError
from cordee.store import Page

TODOS_MAX = 200
DONE_SHOWN = 5
OPEN = "requested,received,accepted,ready,in-progress,on-hold"
MINE = f"{systems.TASK_CODE}|action,{systems.TASK_CODE}|review"


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """One action I am asked for."""

    id: str
    text: str
    patient_id: str
    name: FullName | None
    due_on: date | None
    late_days: int
    is_done: bool
    is_today: bool = False


class TodoList(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, most pressing first, then what was done today."""

    rows: tuple[Todo, ...]

    @property
    def late_count(self) -> int:
        """Return how many are late."""
        return sum(1 for one in self.rows if one.late_days and not one.is_done)

    @property
    def pressing_count(self) -> int:
        """Return how many are late or due today."""
        return sum(1 for one in self.rows if (one.late_days or one.is_today) and not one.is_done)

    @property
    def open_count(self) -> int:
        """Return how many are to be done, whenever."""
        return sum(1 for one in self.rows if not one.is_done)


async def my_todos(door: Door, today: date) -> TodoList:
    """Return my actions; `today` is the territory's. Cost: two searches."""
    owner = ("owner", ",".join(door.actor.keys))
    pairs = [owner, ("code", MINE), ("_include", "Task:patient")]
    waiting = await door.search(parse_query("Task", [*pairs, ("status", OPEN), ("_count", str(TODOS_MAX))]))
    done = await door.search(
        parse_query(
            "Task",
            [
                *pairs,
                ("status", "completed"),
                ("modified", f"ge{today.isoformat()}"),
                ("_count", str(DONE_SHOWN)),
            ],
        )
    )
    to_do = sorted(_todos(waiting, today), key=lambda one: (one.due_on or date.max, one.text))
    return TodoList(rows=(*to_do, *_todos(done, today)))


async def mark_todo(door: Door, task_id: str, today: date) -> Todo:
    """Mark an action done and return it as it now stands."""
    task = await _task(door, task_id)
    await plan_writing.mark_done(door, id_in(task.for_, "Patient"), task_id)
    return await _again(door, task_id, today)


async def unmark_todo(door: Door, task_id: str, today: date) -> Todo:
    """Take an action back to what it was before it was marked done, and return it."""
    task = await _task(door, task_id)
    await plan_writing.undo_done(door, id_in(task.for_, "Patient"), task_id)
    return await _again(door, task_id, today)


async def _task(door: Door, task_id: str) -> Task:
    task: Task = (await door.read("Task", task_id)).resource
    if not id_in(task.for_, "Patient"):
        raise NotFoundError
    return task


async def _again(door: Door, task_id: str, today: date) -> Todo:
    task = await _task(door, task_id)
    patient_id = id_in(task.for_, "Patient")
    patient: Patient = (await door.read("Patient", patient_id)).resource
    return _todo(task, {patient_id: patient}, today)


def _todos(page: Page, today: date) -> list[Todo]:
    people: dict[str, Patient] = {one.id: one.resource for one in page.included if one.type == "Patient"}
    return [_todo(one.resource, people, today) for one in page.rows]


def _todo(task: Task, people: dict[str, Patient], today: date) -> Todo:
    due_on = day(task.restriction.period.end) if task.restriction and task.restriction.period else None
    patient_id = id_in(task.for_, "Patient")
    is_done = task.status == "completed"
    late = (today - due_on).days if due_on is not None and not is_done else 0
    return Todo(
        id=task.id or "",
        text=task.description or "Action sans titre",
        patient_id=patient_id,
        name=full_name(people[patient_id]) if patient_id in people else None,
        due_on=due_on,
        late_days=max(0, late),
        is_done=is_done,
        is_today=due_on == today,
    )
