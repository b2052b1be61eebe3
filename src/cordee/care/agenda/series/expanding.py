"""Making the appointments of a line, day by day, up to the horizon; and pushing the horizon on."""

from collections.abc import Collection
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.access import Door
from cordee.care.agenda.booking import ending
from cordee.care.agenda.kinds import kind_concept
from cordee.care.agenda.occurrence import mark_occurrence
from cordee.care.agenda.series.line import Line, line_of, schedule_of
from cordee.care.agenda.taking_part import take_part
from cordee.care.elements import fhir_instant
from cordee.care.entry import drawn_id
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, Meta
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError
from cordee.kernel.log import get_logger
from cordee.store import Unit

HORIZON_DAYS = 56  # appointments are made this far ahead
REFILL_DAYS = 49  # a line with fewer left is pushed on to the horizon
PAGE = 100  # lines of one search of the job
PAGES_MAX = 500  # of one run

_log = get_logger(__name__)


def expand(
    unit: Unit, line: Line, zone: ZoneInfo, first: date, last: date, seed: str, present: Collection[date] = ()
) -> int:
    """Stage the appointments of a line from first to last, but suspended days and those present; return how many.

    `seed` makes their ids: the same act makes the same appointments.
    """
    days = [one for one in line.rule.days(first, last) if one not in present and not line.is_suspended(one)]
    for one in days:
        unit.create(occurrence(line, zone, one, seed))
    return len(days)


def occurrence(line: Line, zone: ZoneInfo, on: date, seed: str) -> Appointment:
    """Return the appointment of one day of a line."""
    start = line.rule.instant(on, zone)
    parts, services = take_part(line.patient_id, [(line.member, line.name)], line.member)
    appointment = Appointment(
        id=drawn_id(seed, on.isoformat()),
        meta=Meta(profile=[systems.APPOINTMENT_PROFILE]),
        contained=services or None,
        status="booked",
        serviceType=[kind_concept(line.kind)],
        description=line.title,
        start=fhir_instant(start),
        end=fhir_instant(ending(start, line.rule.minutes)),
        minutesDuration=line.rule.minutes,
        created=fhir_instant(now()),
        participant=parts,
    )
    mark_occurrence(appointment, line.id, line.rule.wall(on))
    return appointment


async def extend_lines(door: Door, zone: ZoneInfo, today: date) -> int:
    """Push on every line that needs it, each in its own transaction; return how many appointments were made.

    Run again the same day, makes none. Cost: one search a hundred lines, and one write a line.
    """
    made = 0
    cursor: str | None = None
    ends_before = (today + timedelta(days=REFILL_DAYS)).isoformat()
    for _ in range(PAGES_MAX):
        asked = [("active", "true"), ("date", f"eb{ends_before}"), ("_count", str(PAGE))]
        query = parse_query("Schedule", asked)
        query.cursor = cursor
        page = await door.search(query)
        for row in page.rows:
            line = line_of(row.resource, zone)
            if line is not None and not line.has_ended(line.expanded_on + timedelta(days=1)):
                try:
                    made += await _extend(door, line, zone, today)
                except CordeeError as error:  # one line holds up no other; it is tried again tomorrow
                    _log.error("line of visits not extended", schedule=line.id, code=error.code)
        cursor = page.cursor
        if cursor is None:
            break
    return made


async def _extend(door: Door, line: Line, zone: ZoneInfo, today: date) -> int:
    last = today + timedelta(days=HORIZON_DAYS)
    first = max(line.expanded_on + timedelta(days=1), today)
    async with door.writing() as unit:
        made = expand(unit, line, zone, first, last, line.id)
        unit.update(
            schedule_of(msgspec.structs.replace(line, expanded_on=last), zone), expected_version=line.version
        )
    return made
