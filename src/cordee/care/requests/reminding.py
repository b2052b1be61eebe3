"""Nothing expires in silence: a request near its term is recalled to who answers it, one past it to the whole team.

Each level is written on the Task once, so that running again, or twice at once, tells nobody twice, and the history of
the request shows it.
"""

from datetime import datetime, timedelta

from cordee.access import Door
from cordee.care.elements import code_of, concept, fhir_instant, id_in, instant, version_of
from cordee.care.entry import drawn_id
from cordee.care.requests.history import DELAYS
from cordee.care.requests.telling import LATE, SOON, tell_one, tell_team
from cordee.care.tasks.states import OPEN
from cordee.fhir import systems
from cordee.fhir.r4 import ServiceRequest, Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import Category, CordeeError
from cordee.store import Stored

PAGE_SIZE = 200
PAGES_MAX = 50  # a run looks at so many; the next one goes on with those still open
SOON_SHARE = 0.25  # of the delay: what is left of it when its owner is reminded
DUE_SOON, OVERDUE = "due-soon", "overdue"
_LEVELS = ("", DUE_SOON, OVERDUE)


async def remind(platform: Door, at: datetime | None = None) -> int:
    """Remind and escalate what is due at an instant, and return how many requests were.

    Cost: a search for each PAGE_SIZE open requests of the region, and a write for each that reached a level.
    """
    moment, count, cursor = at or now(), 0, None
    for _ in range(PAGES_MAX):
        page = await platform.search(parse_query("Task", _open_tasks(cursor)))
        requests = {row.id: row for row in page.included if row.type == "ServiceRequest"}
        for row in page.rows:
            request = requests.get(id_in(row.resource.focus, "ServiceRequest"))
            if request is not None:
                count += await _remind_one(platform, row.resource, request, moment)
        cursor = page.cursor
        if cursor is None:
            break
    return count


def level_at(task: Task, at: datetime) -> str:
    """Return how far a task is from its term: nothing, DUE_SOON when a quarter of its delay is left, or OVERDUE."""
    until = instant(task.restriction.period.end) if task.restriction and task.restriction.period else None
    asked_at = instant(task.authoredOn)
    if until is None or asked_at is None:
        return ""
    if at >= until:
        return OVERDUE
    left: timedelta = until - at
    return DUE_SOON if left <= (until - asked_at) * SOON_SHARE else ""


def _open_tasks(cursor: str | None) -> list[tuple[str, str]]:
    pairs = [
        ("code", f"{systems.TASK_CODE}|qualify"),
        ("status", ",".join(OPEN)),
        ("_include", "Task:focus:ServiceRequest"),
        ("_count", str(PAGE_SIZE)),
    ]
    return [*pairs, ("_cursor", cursor)] if cursor else pairs


async def _remind_one(platform: Door, task: Task, stored: Stored, at: datetime) -> int:
    level, known = level_at(task, at), code_of(task.businessStatus, systems.REQUEST_DELAY)
    if _LEVELS.index(level) <= (_LEVELS.index(known) if known in _LEVELS else 0):
        return 0
    request: ServiceRequest = stored.resource
    term = task.restriction.period.end if task.restriction and task.restriction.period else ""
    event_id = drawn_id(task.id or "", f"{level} {term}")  # once for each level of each term
    task.businessStatus = concept(systems.REQUEST_DELAY, level, DELAYS[level])
    task.lastModified = fhir_instant(at)
    owner = (task.owner.reference if task.owner else None) or ""
    try:
        async with platform.writing() as unit:
            unit.update(task, expected_version=version_of(task.meta))
            if level == DUE_SOON and owner.startswith("PractitionerRole/"):
                tell_one(unit, request, owner, SOON, event_id)
            else:
                tell_team(unit, request, SOON if level == DUE_SOON else LATE, event_id)
    except CordeeError as error:
        if error.category not in {Category.CONFLICT, Category.PRECONDITION}:
            raise
        return 0  # somebody moved it meanwhile: the next run looks again
    return 1
