"""Nobody comes for a while, a stay in hospital as a rule: lines wait, and all comes back."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import read_appointment
from cordee.care.agenda.kinds import REASONS, reason_concept
from cordee.care.agenda.mine import Event
from cordee.care.agenda.occurrence import day_of
from cordee.care.agenda.series.expanding import expand
from cordee.care.agenda.series.line import Line, Suspension, lines_of, schedule_of
from cordee.care.agenda.series.planning import occurrences
from cordee.care.chart import Chart, open_chart
from cordee.care.entry import entry_id
from cordee.care.errors import UnlikelyMomentError
from cordee.fhir.r4 import Schedule
from cordee.store import Unit

SHELVES = {"Schedule": 60}  # lines of one record
STAY = "stay"


async def suspend(door: Door, patient_id: str, zone: ZoneInfo, first: date, last: date | None) -> int:
    """Suspend every line from a day on, to a last day when it is known; return how many lines wait.

    What was to take place then is cancelled, "hospitalisation" its reason.
    """
    if last is not None and last < first:
        raise UnlikelyMomentError("La fin est avant le début.", "It ends before it begins.", field="until")
    lines = [one for one in await _active(door, patient_id, zone) if not one.is_suspended(first)]
    staged: list[tuple[Line, list[Event]]] = []
    for line in lines:
        events = await occurrences(door, patient_id, line.id, first, zone)
        staged.append(
            (line, [one for one in events if last is None or one.start.astimezone(zone).date() <= last])
        )
    async with door.writing() as unit:
        for line, events in staged:
            suspensions = (*line.suspensions, Suspension(start=first, end=last))
            waiting = msgspec.structs.replace(line, suspensions=suspensions)
            unit.update(schedule_of(waiting, zone), expected_version=line.version)
            for event in events:
                await _cancel(door, unit, patient_id, event)
    return len(lines)


async def resume(door: Door, patient_id: str, zone: ZoneInfo, first: date, form_id: str) -> int:
    """Have every suspended line go on from a day; return how many do.

    What the suspension cancelled from then on takes place again, and what it kept from being made is made.
    """
    lines = [one for one in await _active(door, patient_id, zone) if _waits(one, first)]
    staged = [(line, await occurrences(door, patient_id, line.id, first, zone)) for line in lines]
    async with door.writing() as unit:
        for line, events in staged:
            going_on = msgspec.structs.replace(line, suspensions=_ended(line.suspensions, first))
            unit.update(schedule_of(going_on, zone), expected_version=line.version)
            there = set()
            for event in events:
                there.add(await _book_again(door, unit, patient_id, event))
            days = {one for one in there if one is not None}
            expand(unit, going_on, zone, first, line.expanded_on, entry_id(form_id, line.id), days)
    return len(lines)


def plan_of(chart: Chart, zone: ZoneInfo) -> list[Line]:
    """Return the lines of a record opened with these SHELVES."""
    return lines_of(chart.of(Schedule), zone)


async def _active(door: Door, patient_id: str, zone: ZoneInfo) -> list[Line]:
    chart = await open_chart(door, patient_id, SHELVES)
    return [one for one in plan_of(chart, zone) if one.is_active]


async def _cancel(door: Door, unit: Unit, patient_id: str, event: Event) -> None:
    if event.one.is_cancelled:
        return
    appointment = await read_appointment(door, patient_id, event.one.id)
    appointment.status = "cancelled"
    appointment.cancelationReason = reason_concept(STAY)
    unit.update(appointment, expected_version=event.one.version)


async def _book_again(door: Door, unit: Unit, patient_id: str, event: Event) -> date | None:
    appointment = await read_appointment(door, patient_id, event.one.id)
    if event.one.is_cancelled and event.one.reason == REASONS[STAY]:
        appointment.status = "booked"
        appointment.cancelationReason = None
        unit.update(appointment, expected_version=event.one.version)
    return day_of(appointment)


def _waits(line: Line, first: date) -> bool:
    return any(one.end is None or one.end >= first for one in line.suspensions)


def _ended(suspensions: tuple[Suspension, ...], first: date) -> tuple[Suspension, ...]:
    eve = first - timedelta(days=1)
    kept = (one for one in suspensions if one.start <= eve)
    return tuple(
        msgspec.structs.replace(one, end=eve) if one.end is None or one.end > eve else one for one in kept
    )
