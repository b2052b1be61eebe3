"""Tasks that come again: the rule kept on each occurrence, and the occurrence that follows.

The rule is an RFC 5545 RRULE in an extension of the Task (`systems.TASK_RECURRENCE`): R4 counts repetitions and has no
rhythm. Every occurrence is a task of its own, made when the one before is done; its id follows from that one's, so that
whoever makes it, and however often, makes one. See ADR 0034.
"""

from copy import deepcopy
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from cordee.care.elements import due_day, fhir_instant
from cordee.care.entry import drawn_id
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, Period, Task, TaskRestriction
from cordee.kernel.clock import now

RHYTHMS = {
    "": "Une seule fois",
    "FREQ=DAILY": "Tous les jours",
    "FREQ=WEEKLY": "Toutes les semaines",
    "FREQ=WEEKLY;INTERVAL=2": "Toutes les deux semaines",
    "FREQ=MONTHLY": "Tous les mois",
    "FREQ=MONTHLY;INTERVAL=3": "Tous les trois mois",
    "FREQ=MONTHLY;INTERVAL=6": "Tous les six mois",
}
RULE_LENGTH_MAX = 200
_FASTER_THAN_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")


def rule_of(task: Task) -> str:
    """Return the rule of a task, empty when it comes once or its rule is none a day can follow."""
    text = next((one.valueString for one in task.extension or () if one.url == systems.TASK_RECURRENCE), None)
    return text if text and _is_followed(text) else ""


def set_rule(task: Task, rule: str) -> None:
    """Give a task a rule, or none."""
    others = [one for one in task.extension or () if one.url != systems.TASK_RECURRENCE]
    if rule:
        others.append(Extension(url=systems.TASK_RECURRENCE, valueString=rule))
    task.extension = others or None


def words_of_rule(rule: str) -> str:
    """Return a rule in words; a rule written elsewhere is said to exist."""
    return RHYTHMS.get(rule, "Se répète") if rule else ""


def next_id(task_id: str) -> str:
    """Return the id of the occurrence after a task, always the same."""
    return drawn_id(task_id, "next")


def occurrence_after(task: Task, today: date) -> Task | None:
    """Return the task that follows one that is done, asked anew; None when nothing does.

    Days that passed meanwhile are skipped: what was to be done every week is asked once, not once a week missed.
    """
    rule = rule_of(task)
    due = due_day(task) or today
    following = _next_day(rule, due, today) if rule else None
    if following is None or task.id is None:
        return None
    made = deepcopy(task)
    at = fhir_instant(now())
    made.id, made.meta, made.note = next_id(task.id), None, None
    if task.meta is not None and task.meta.tag:
        made.meta = type(task.meta)(tag=task.meta.tag, security=task.meta.security)
    is_own = task.owner is not None and task.requester is not None and task.owner == task.requester
    made.status = "accepted" if is_own else "requested"
    made.statusReason = made.executionPeriod = made.output = None
    made.authoredOn = made.lastModified = at
    made.restriction = TaskRestriction(period=Period(end=following.isoformat()))
    return made


def _next_day(rule: str, due: date, today: date) -> date | None:
    start = datetime.combine(due, time())
    after = max(start, datetime.combine(today, time()).replace(hour=0))
    found = rrulestr(rule, dtstart=start).after(after, inc=after > start)
    return found.date() if found is not None else None


def _is_followed(rule: str) -> bool:
    if len(rule) > RULE_LENGTH_MAX or "COUNT" in rule or any(one in rule for one in _FASTER_THAN_A_DAY):
        return False
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - a rule of days has no zone
    except (ValueError, TypeError):
        return False
    return True
