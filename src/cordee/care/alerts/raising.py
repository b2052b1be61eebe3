"""Raising alerts: what the rules find becomes a Flag, a Task and notices in one transaction, once an episode."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from cordee.access import Door
from cordee.care.alerts.chain import owner_at
from cordee.care.alerts.finding import ENDS_BY_ITSELF, SHELVES, Finding, admissions_over, findings_of
from cordee.care.alerts.rules import LEVELS, SERIOUS, AlertRules
from cordee.care.alerts.standing import is_alert, task_id_of
from cordee.care.audience import AUDIENCES, all_labels
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import code_of, concept, fhir_instant, version_of
from cordee.care.notices import notice_job
from cordee.care.notices.readers import managers_of
from cordee.care.signing import about
from cordee.care.tasks import new_task
from cordee.care.tasks.states import OPEN
from cordee.care.wall_clock import today_in
from cordee.fhir import systems
from cordee.fhir.r4 import Flag, Meta, Period, Reference, Task
from cordee.kernel.errors import Category, CordeeError, GoneError, NotFoundError

PLATFORM = Reference(display="Cordée")
_FOR_PROFESSIONALS = all_labels(AUDIENCES["professionals"])
RAISED_MAX = 20  # alerts of one record raised at once


async def evaluate(door: Door, patient_id: str, rules: AlertRules, zone: ZoneInfo, at: datetime) -> int:
    """Raise what the rules find in a record and is not raised yet, end what is over; return how many were raised.

    Through the platform's door. Run again, or twice at once, raises nothing twice. Cost: two statements, and a
    transaction for each alert raised or ended.
    """
    try:
        chart = await open_chart(door, patient_id, SHELVES)
    except (NotFoundError, GoneError):
        return 0
    read_at = await door.visits(patient_id) if rules.unread_hours else {}
    found = findings_of(chart, rules, at, today_in(zone, at), read_at)[:RAISED_MAX]
    ids = {alert_id(patient_id, one): one for one in found}
    present = await door.read_many(f"Flag/{id_}" for id_ in ids) if ids else {}
    raised = 0
    if len(present) < len(ids):
        await chart.learn(door, managers_of(chart))
    for id_, one in ids.items():
        if f"Flag/{id_}" not in present:
            raised += await _raise(door, chart, one, id_, rules, at)
    await _end_by_itself(door, chart, ids, at)
    return raised


def alert_id(patient_id: str, finding: Finding) -> str:
    """Return the id of the alert of a finding: of the same episode, always the same."""
    mixed = sha256(f"{patient_id}/{finding.rule}/{finding.episode}".encode()).hexdigest()
    return f"{mixed[:8]}-{mixed[8:12]}-8{mixed[12:15]}-a{mixed[15:18]}-{mixed[18:30]}"


async def _raise(door: Door, chart: Chart, one: Finding, id_: str, rules: AlertRules, at: datetime) -> int:
    owner = owner_at(chart, rules, 0)
    task = new_task(
        id=task_id_of(id_), code="alert", text=one.words, patient_id=chart.patient_id, requester=PLATFORM, owner=owner,
        priority="urgent" if one.level == SERIOUS else "routine", source=Reference(reference=f"Flag/{id_}"),
        cause=one.part,
    )  # fmt: skip
    everyone = one.level == SERIOUS or owner is None
    told = None if everyone else [(owner.reference or "") if owner is not None else ""]
    task.meta = Meta(tag=task.meta.tag if task.meta is not None else None, security=_FOR_PROFESSIONALS)
    try:
        async with door.writing() as unit:
            unit.create(_flag(chart, one, id_, at))
            unit.create(task)
            unit.defer(notice_job("alert", chart.patient_id, f"Flag/{id_}", told, event_id=id_))
    except CordeeError as error:
        if error.category is Category.CONFLICT:  # another worker was faster
            return 0
        raise
    return 1


async def _end_by_itself(door: Door, chart: Chart, found: Iterable[str], at: datetime) -> None:
    standing = set(found)
    left = {alert_id(chart.patient_id, one) for one in admissions_over(chart)}
    over = [
        flag
        for flag in chart.of(Flag)
        if flag.status == "active"
        and is_alert(flag)
        and (flag.id in left or code_of(flag.code, systems.ALERT) in ENDS_BY_ITSELF)
        and flag.id not in standing
    ]
    tasks = {one.id: one for one in chart.of(Task)}
    for flag in over:
        await end(door, flag, tasks.get(task_id_of(flag.id or "")), at)


async def end(door: Door, flag: Flag, task: Task | None, at: datetime, status: str = "completed") -> None:
    """End an alert and the task that goes with it, in one transaction."""
    flag.status = "inactive"
    flag.period = Period(start=flag.period.start if flag.period else None, end=fhir_instant(at))
    async with door.writing() as unit:
        unit.update(flag, expected_version=version_of(flag.meta))
        if task is not None and task.status in OPEN:
            task.status = status
            task.lastModified = fhir_instant(at)
            unit.update(task, expected_version=version_of(task.meta))


def _flag(chart: Chart, one: Finding, id_: str, at: datetime) -> Flag:
    return Flag(
        id=id_,
        meta=Meta(security=_FOR_PROFESSIONALS),
        status="active",
        category=[
            concept(systems.CATEGORY, one.part, one.part),
            concept(systems.ALERT_LEVEL, one.level, LEVELS[one.level]),
        ],
        code=concept(systems.ALERT, one.rule, one.words),
        subject=about(chart.patient_id),
        period=Period(start=fhir_instant(at)),
    )
