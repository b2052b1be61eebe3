"""Work lists: the tasks some people hold, asked for or did, each page one statement read from one index.

Holding a task opens nothing: each list shows what of it the asker may see, by the predicate of every read.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.page_key import KEY_MAX, key_in
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.task_rows import NEVER
from cordee.store.tracing import Tracer

PEOPLE_MAX = 200  # of one team in one list
FIRST_DAY, LAST_DAY = date(1, 1, 1), date.fromisoformat(NEVER)
_LAST_INSTANT = "9999-12-31T23:59:59+00:00"


class TaskList(msgspec.Struct, frozen=True, kw_only=True):
    """What a list holds: open tasks of `people` due between two days, or what they did since `done_since`.

    With `is_asked`, what `people` asked others for instead of what they hold. A task due on no day counts as due last.
    """

    people: tuple[str, ...]
    due_from: date = FIRST_DAY
    due_to: date = LAST_DAY
    done_since: datetime | None = None
    is_asked: bool = False


class TaskEntry(msgspec.Struct, frozen=True):
    """One task, and the person it is about when the asker may know who that is."""

    task: Stored
    patient: Stored | None


class TaskPage(msgspec.Struct, frozen=True):
    """One page of a work list; `cursor` asks for the next one."""

    rows: list[TaskEntry]
    cursor: str | None = None


class TaskLists:
    """Reads work lists."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def tasks(self, asker: Asker, wanted: TaskList, count: int, cursor: str | None = None) -> TaskPage:
        """Return one page: open tasks as they are due, done ones last done first.

        Cost: one statement, `count` rows of the index for each of the people.
        """
        values = self._values(asker, wanted, cursor) | {"limit": count + 1}
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(_statement(asker, wanted).encode(), values)).fetchall()
        page = rows[:count]
        await self._tracer.write(asker, "search", type_="Task", count=len(page))
        following = f"{page[-1][7]}~{page[-1][6]}" if len(rows) > count else None
        return TaskPage([_entry(row) for row in page], following)

    async def counts(
        self, asker: Asker, people: Sequence[str], until: Sequence[date], most: int
    ) -> list[int]:
        """Return how many open tasks these people hold that are due at each of these days at the latest.

        At most `most` each: numbers only, so not traced. Cost: one statement, `most` rows of the index a person.
        """
        text = statement("tasks_counted").replace("{visible}", visible(asker, "Task"))
        values = predicate_values(asker, now()) | {
            "people": list(people[:PEOPLE_MAX]),
            "until": list(until),
            "most": most,
        }
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        return [row[0] for row in rows]

    def _values(self, asker: Asker, wanted: TaskList, cursor: str | None) -> dict[str, Any]:
        is_done = wanted.done_since is not None
        after, key = _cursor(cursor, is_done=is_done)
        return predicate_values(asker, now()) | {
            "people": list(wanted.people[:PEOPLE_MAX]),
            "from": wanted.due_from,
            "to": wanted.due_to,
            "since": wanted.done_since,
            "after": after,
            "after_key": key,
        }


def _statement(asker: Asker, wanted: TaskList) -> str:
    text = statement("tasks_open" if wanted.done_since is None else "tasks_done")
    text = text.replace("{column}", "requester" if wanted.is_asked else "holder")
    text = text.replace("{others}", "t.holder <> ALL (%(people)s)" if wanted.is_asked else "true")
    text = text.replace("{patient_visible}", visible(asker, "Patient", "p"))
    return text.replace("{visible}", visible(asker, "Task"))


def _entry(row: tuple[Any, ...]) -> TaskEntry:
    task = Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5]
    )
    if row[8] is None:
        return TaskEntry(task, None)
    return TaskEntry(
        task,
        Stored(
            type="Patient", id=row[12], version=row[8], updated_at=row[9], updated_by=row[10], content=row[11]
        ),
    )


def _cursor(text: str | None, *, is_done: bool) -> tuple[date | datetime, int]:
    if text is None:
        return (datetime.fromisoformat(_LAST_INSTANT), KEY_MAX) if is_done else (FIRST_DAY, -1)
    moment, _, key = text.partition("~")
    try:
        return (datetime.fromisoformat(moment) if is_done else date.fromisoformat(moment)), key_in(key)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error
