"""Climbing: an alert nobody acknowledged goes to the next one who must, and they are told; each step once."""

from datetime import datetime, timedelta

from cordee.access import Door
from cordee.care.alerts.chain import next_owner
from cordee.care.alerts.rules import AlertRules
from cordee.care.chart import open_chart
from cordee.care.elements import fhir_instant, id_in, version_of
from cordee.care.entry import drawn_id
from cordee.care.notices import notice_job
from cordee.fhir import systems
from cordee.fhir.r4 import Task
from cordee.fhir.search import parse_query
from cordee.kernel.errors import Category, CordeeError, GoneError, NotFoundError

PAGE_SIZE = 100
PAGES_MAX = 10  # of one round; what is left waits for the next one, ten minutes later


async def climb(door: Door, rules: AlertRules, at: datetime) -> int:
    """Move up every alert that waited its hours without a word, and return how many moved.

    Cost: a search a page, and a statement and a transaction for each that moves.
    """
    before = (at - timedelta(hours=rules.climbs_after_hours)).isoformat(timespec="seconds")
    pairs = [
        ("code", f"{systems.TASK_CODE}|alert"),
        ("status", "requested"),
        ("modified", f"lt{before}"),
        ("_count", str(PAGE_SIZE)),
    ]
    moved, cursor = 0, None
    for _ in range(PAGES_MAX):
        page = await door.search(parse_query("Task", [*pairs, ("_cursor", cursor)] if cursor else pairs))
        for row in page.rows:
            moved += await _move(door, row.resource, rules, at)
        cursor = page.cursor
        if cursor is None:
            break
    return moved


async def _move(door: Door, task: Task, rules: AlertRules, at: datetime) -> int:
    patient_id = id_in(task.for_, "Patient")
    try:
        chart = await open_chart(door, patient_id)
    except (NotFoundError, GoneError):
        return 0
    owner = (task.owner.reference if task.owner else None) or ""
    following = next_owner(chart, rules, owner)
    if following is None or following.reference is None:
        return 0
    task.owner, task.priority, task.lastModified = following, "urgent", fhir_instant(at)
    flag_id = id_in(task.reasonReference, "Flag")
    event_id = drawn_id(task.id or flag_id, f"to {following.reference}")
    try:
        async with door.writing() as unit:
            unit.update(task, expected_version=version_of(task.meta))
            unit.defer(
                notice_job("alert", patient_id, f"Flag/{flag_id}", [following.reference], event_id=event_id)
            )
    except CordeeError as error:
        if error.category in (Category.CONFLICT, Category.PRECONDITION):  # acknowledged at this very moment
            return 0
        raise
    return 1
