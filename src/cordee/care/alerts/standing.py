"""The alerts that stand in a record, read from its chart: for the banner, the synthesis, and their page."""

from datetime import datetime

import msgspec

from cordee.care.alerts.rules import LEVELS, SERIOUS, WATCH
from cordee.care.chart import Chart
from cordee.care.elements import code_of, instant, words_of
from cordee.care.entry import drawn_id
from cordee.care.people import Person
from cordee.care.signing import author_of
from cordee.care.tasks.states import OPEN
from cordee.fhir import systems
from cordee.fhir.r4 import Flag, Reference, Task


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert: what it says, how serious, since when, who must act, and whether somebody said they do."""

    id: str
    rule: str
    words: str
    level: str
    level_words: str
    since: datetime | None
    ended_at: datetime | None
    owner: Person | None
    is_open: bool
    is_acknowledged: bool
    said: tuple[tuple[str, str], ...] = ()

    @property
    def is_serious(self) -> bool:
        """Return whether it is of the highest level."""
        return self.level == SERIOUS


def task_id_of(flag_id: str) -> str:
    """Return the id of the task that goes with an alert, always the same."""
    return drawn_id(flag_id, "task")


def is_alert(flag: Flag) -> bool:
    """Return whether a Flag was raised by a rule."""
    return bool(code_of(flag.code, systems.ALERT))


def alerts_of(chart: Chart, *, closed_too: bool = False) -> list[Alert]:
    """Return the alerts of a record that its reader may see, the most serious first, then the newest; no statement."""
    tasks = {one.id: one for one in chart.of(Task)}
    found = [
        _alert(chart, one, tasks.get(task_id_of(one.id or "")))
        for one in chart.of(Flag)
        if is_alert(one) and one.status != "entered-in-error"
    ]
    shown = [one for one in found if closed_too or one.is_open]
    return sorted(
        shown,
        key=lambda one: (one.is_open, one.is_serious, one.since.timestamp() if one.since else 0.0),
        reverse=True,
    )


def _alert(chart: Chart, flag: Flag, task: Task | None) -> Alert:
    levels = (code_of(one, systems.ALERT_LEVEL) for one in flag.category or ())
    level = next((one for one in levels if one), WATCH)
    owner = task.owner if task is not None else None
    return Alert(
        id=flag.id or "",
        rule=code_of(flag.code, systems.ALERT),
        words=words_of(flag.code),
        level=level,
        level_words=LEVELS.get(level, LEVELS[WATCH]),
        since=instant(flag.period.start) if flag.period else None,
        ended_at=instant(flag.period.end) if flag.period else None,
        owner=chart.person(owner.reference, owner.display) if owner is not None else None,
        is_open=flag.status == "active",
        is_acknowledged=task is not None and task.status in OPEN and task.status != "requested",
        said=tuple(_said(chart, task)) if task is not None else (),
    )


def _said(chart: Chart, task: Task) -> list[tuple[str, str]]:
    return [(_name(chart, author_of(one)), one.text or "") for one in task.note or ()]


def _name(chart: Chart, author: Reference | None) -> str:
    return chart.person(author.reference if author else None, author.display if author else None).name
