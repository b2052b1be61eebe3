"""Reminders of reviews: their owner is told two weeks before, on the day, and every week a review is late. By a job."""

from datetime import date, timedelta

from cordee.access import Door
from cordee.care.elements import due_day, id_in
from cordee.care.entry import drawn_id
from cordee.care.notices import notice_job
from cordee.care.tasks.codes import REVIEW
from cordee.care.tasks.states import OPEN
from cordee.fhir import systems
from cordee.fhir.r4 import Task
from cordee.fhir.search import parse_query
from cordee.store.jobs import Job

BEFORE = timedelta(days=14)
PAGE_SIZE = 200
PAGES_MAX = 5_000
_WEEK_DAYS = 7


async def remind_of_reviews(platform: Door, today: date) -> int:
    """Tell whom a review is due to, once for each reminder whatever the retries; return how many are told today.

    Cost: the open reviews of the region, a page at a time.
    """
    told, cursor = 0, None
    for _ in range(PAGES_MAX):
        pairs = [
            ("code", f"{systems.TASK_CODE}|{REVIEW}"),
            ("status", ",".join(OPEN)),
            ("_count", str(PAGE_SIZE)),
        ]
        pairs += [("_cursor", cursor)] if cursor else []
        page = await platform.search(parse_query("Task", pairs))
        due = [one.resource for one in page.rows if is_reminded(due_day(one.resource), today)]
        async with platform.writing() as unit:
            for task in due:
                unit.defer(_job(task, today))
        told += len(due)
        cursor = page.cursor
        if cursor is None:
            break
    return told


def is_reminded(due_on: date | None, today: date) -> bool:
    """Return whether a review due on a day is spoken of today."""
    if due_on is None:
        return False
    left = (due_on - today).days
    return left in (BEFORE.days, 0) or (left < 0 and left % _WEEK_DAYS == 0)


def _job(task: Task, today: date) -> Job:
    holder = task.owner or task.requester
    event = drawn_id(task.id or "", f"due-{today.isoformat()}")
    recipients = [holder.reference] if holder is not None and holder.reference else None
    return notice_job(
        "review-due", id_in(task.for_, "Patient"), f"Task/{task.id}", recipients, event_id=event
    )
