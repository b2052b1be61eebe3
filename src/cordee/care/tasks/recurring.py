"""Occurrences that nobody made: of tasks another software closed over the API. Run by a job, it makes each once."""

from datetime import date, timedelta

from cordee.access import Door
from cordee.care.elements import id_in
from cordee.care.entry import once
from cordee.care.tasks.recurrence import next_id, occurrence_after
from cordee.fhir.r4 import Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError
from cordee.kernel.log import get_logger

LOOKED_BACK = timedelta(hours=26)  # a run that was missed is caught up by the next one
PAGE_SIZE = 200
PAGES_MAX = 200

_log = get_logger(__name__)


async def make_missing_occurrences(platform: Door, today: date) -> int:
    """Make what follows the tasks closed lately, where it is missing, and return how many were made.

    Cost: the tasks of a region closed in a day, a page at a time.
    """
    since, made, cursor = (now() - LOOKED_BACK).isoformat(), 0, None
    for _ in range(PAGES_MAX):
        pairs = [("status", "completed"), ("_lastUpdated", f"ge{since}"), ("_count", str(PAGE_SIZE))]
        pairs += [("_cursor", cursor)] if cursor else []
        page = await platform.search(parse_query("Task", pairs))
        tasks: list[Task] = [one.resource for one in page.rows]
        made += await _make(platform, tasks, today)
        cursor = page.cursor
        if cursor is None:
            break
    return made


async def _make(platform: Door, tasks: list[Task], today: date) -> int:
    following = {next_id(task.id or ""): made for task in tasks if (made := occurrence_after(task, today))}
    if not following:
        return 0
    standing = await platform.read_many(f"Task/{id_}" for id_ in following)
    missing = [task for id_, task in following.items() if f"Task/{id_}" not in standing]

    async def write(task: Task) -> bool:
        async def create() -> None:
            async with platform.writing() as unit:
                unit.create(task)

        try:
            return await once(platform, f"Task/{task.id}", id_in(task.for_, "Patient"), create)
        except CordeeError as error:  # one task holds up no other; it is tried again
            _log.error("next task not made", task=task.id, code=error.code)
            return False

    return sum([await write(task) for task in missing])
