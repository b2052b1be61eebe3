"""Changing the home-intervention plan: a new line, another rule from a day on, an end, and back again."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import named_members
from cordee.care.agenda.kinds import KINDS, icon_of
from cordee.care.agenda.mine import Event, events_of_record
from cordee.care.agenda.notice import tell_about
from cordee.care.agenda.series.expanding import HORIZON_DAYS, expand
from cordee.care.agenda.series.line import Line, line_of, schedule_of
from cordee.care.agenda.series.rule import Rule, ending_before
from cordee.care.chart import open_chart
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError, UnlikelyMomentError
from cordee.care.wall_clock import today_in
from cordee.fhir.r4 import Schedule
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit

START_AHEAD_DAYS_MAX = 366
START_BEHIND_DAYS_MAX = 31


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody writes for a line: who of the circle, for what, by which rule."""

    title: str
    kind: str
    member: str
    rule: Rule
    form_id: str = ""


async def add_line(door: Door, patient_id: str, zone: ZoneInfo, new: NewLine) -> str:
    """Add a line and its appointments up to the horizon; return its id.

    Raises: UnknownChoiceError, UnlikelyMomentError for a rule without a day or a start too far.
    """
    line = await _line_for(door, patient_id, zone, new)
    async with door.writing() as unit:
        _begin(unit, line, zone, new.form_id)
        tell_about(unit, door.actor.who, f"Schedule/{line.id}", [line.member], patient_id)
    return line.id


async def replace_line(
    door: Door, patient_id: str, zone: ZoneInfo, line_id: str, new: NewLine, *, first: date
) -> str:
    """Have a line go by something else from a day on, what was before staying as it was; return the new line's id.

    Appointments of the line from that day on go; suspensions under way go over to the new line.
    """
    old = await read_line(door, patient_id, zone, line_id)
    start = max(first, new.rule.start)
    line = await _line_for(
        door,
        patient_id,
        zone,
        msgspec.structs.replace(new, rule=msgspec.structs.replace(new.rule, start=start)),
    )
    line = msgspec.structs.replace(line, suspensions=old.suspensions)
    events = await occurrences(door, patient_id, line_id, first, zone)
    async with door.writing() as unit:
        _end(unit, old, zone, first, events)
        _begin(unit, line, zone, new.form_id)
        tell_about(unit, door.actor.who, f"Schedule/{line.id}", [old.member, line.member], patient_id)
    return line.id


async def stop_line(door: Door, patient_id: str, zone: ZoneInfo, line_id: str, *, first: date) -> int:
    """End a line before a day, its appointments from then on gone; return the version that stood before."""
    old = await read_line(door, patient_id, zone, line_id)
    events = await occurrences(door, patient_id, line_id, first, zone)
    async with door.writing() as unit:
        _end(unit, old, zone, first, events)
        tell_about(unit, door.actor.who, f"Schedule/{line_id}", [old.member], patient_id)
    return old.version


async def restore_line(
    door: Door, patient_id: str, zone: ZoneInfo, line_id: str, version: int, form_id: str
) -> None:
    """Put back a line as it stood in a version, and the appointments that lack from today on."""
    present = await read_line(door, patient_id, zone, line_id)
    past = line_of((await door.vread("Schedule", line_id, version)).resource, zone)
    if past is None or past.patient_id != patient_id:
        raise NotFoundError
    today = today_in(zone, now())
    there = {
        event.start.astimezone(zone).date()
        for event in await occurrences(door, patient_id, line_id, today, zone)
    }
    last = today + timedelta(days=HORIZON_DAYS)
    async with door.writing() as unit:
        unit.update(
            schedule_of(msgspec.structs.replace(past, expanded_on=last), zone),
            expected_version=present.version,
        )
        expand(unit, past, zone, max(today, past.rule.start), last, entry_id(form_id, "restored"), there)


async def read_line(door: Door, patient_id: str, zone: ZoneInfo, line_id: str) -> Line:
    """Return a line of that record's plan; raises NotFoundError for anything else."""
    schedule: Schedule = (await door.read("Schedule", line_id)).resource
    line = line_of(schedule, zone)
    if line is None or line.patient_id != patient_id:
        raise NotFoundError
    return line


async def occurrences(door: Door, patient_id: str, line_id: str, first: date, zone: ZoneInfo) -> list[Event]:
    """Return the appointments of a line from a day on. Cost: one statement."""
    start = Rule(start=first, hour=_MIDNIGHT, minutes=1).instant(first, zone)
    last = start + timedelta(days=START_AHEAD_DAYS_MAX)
    events = await events_of_record(door, patient_id, start, last)
    return [one for one in events if one.one.series == line_id and one.start >= start]


_MIDNIGHT = time()


async def _line_for(door: Door, patient_id: str, zone: ZoneInfo, new: NewLine) -> Line:
    if new.kind not in KINDS:
        raise UnknownChoiceError("kind")
    today = today_in(zone, now())
    if (
        not today - timedelta(days=START_BEHIND_DAYS_MAX)
        <= new.rule.start
        <= today + timedelta(days=START_AHEAD_DAYS_MAX)
    ):
        raise UnlikelyMomentError(
            "Le premier passage est trop loin dans le passé ou dans l’avenir. Vérifiez la date.",
            "The first visit is too far back or ahead.", field="day",
        )  # fmt: skip
    last = new.rule.until or new.rule.start + timedelta(days=HORIZON_DAYS)
    if not new.rule.days(new.rule.start, last):
        raise UnlikelyMomentError(
            "Aucun jour ne correspond : la fin est avant le premier passage.",
            "The rule has no day.",
            field="until",
        )
    chart = await open_chart(door, patient_id)
    ((member, name),) = named_members(door, chart, [new.member])
    return Line(
        id=entry_id(new.form_id),
        version=0,
        patient_id=patient_id,
        title=new.title or KINDS[new.kind][0],
        kind=new.kind,
        icon=icon_of(new.kind, new.title),
        member=member,
        name=name,
        rule=new.rule,
        is_active=True,
        expanded_on=today + timedelta(days=HORIZON_DAYS),
    )


def _begin(unit: Unit, line: Line, zone: ZoneInfo, form_id: str) -> None:
    unit.create(schedule_of(line, zone))
    expand(unit, line, zone, line.rule.start, line.expanded_on, entry_id(form_id, "occurrences"))


def _end(unit: Unit, line: Line, zone: ZoneInfo, first: date, events: list[Event]) -> None:
    is_over = first <= line.rule.start
    rule = line.rule if is_over else ending_before(line.rule, first)
    ended = msgspec.structs.replace(line, rule=rule, is_active=not is_over)
    unit.update(schedule_of(ended, zone), expected_version=line.version)
    for event in events:
        unit.delete("Appointment", event.one.id)
