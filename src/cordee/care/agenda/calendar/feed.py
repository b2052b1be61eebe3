"""My agenda as one calendar: single appointments, and series with their rule, exceptions and cancellations.

Source: RFC 5545 (RRULE, EXDATE, RECURRENCE-ID, SEQUENCE, STATUS), RFC 7986 (REFRESH-INTERVAL).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from cordee.access import Door
from cordee.care.agenda.calendar.saying import summary_of
from cordee.care.agenda.mine import Event, my_events
from cordee.care.agenda.series.line import Line, line_of

BEHIND = timedelta(days=31)
AHEAD = timedelta(days=183)
REFRESH = timedelta(hours=1)
PRODUCT = "-//Cordée//Agenda//FR"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


async def calendar_of(door: Door, zone: ZoneInfo, says: str, at: datetime, base_url: str) -> bytes:
    """Return the calendar of whoever the door is of; the same agenda gives the same bytes for a day.

    Cost: two statements.
    """
    first = datetime.combine(at.astimezone(zone).date(), datetime.min.time(), zone)
    events = [one for one in await my_events(door, first - BEHIND, first + AHEAD) if one.mine != "declined"]
    lines = await _lines(door, events, zone)
    calendar = _calendar()
    series: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.one.series in lines:
            series[event.one.series].append(event)
        else:
            calendar.add_component(_event(event, event.one.id, says, zone, base_url))
    for id_, found in series.items():
        for part in _series(lines[id_], found, (first - BEHIND).date(), says, zone, base_url):
            calendar.add_component(part)
    calendar.add_missing_timezones(first_date=first.date() - BEHIND, last_date=first.date() + 2 * AHEAD)
    return bytes(calendar.to_ical())


def _calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Cordée")
    calendar.add("refresh-interval", icalendar.vDuration(REFRESH), {"value": "DURATION"})
    return calendar


async def _lines(door: Door, events: Iterable[Event], zone: ZoneInfo) -> dict[str, Line]:
    wanted = sorted({one.one.series for one in events if one.one.series and one.one.original is not None})
    found = await door.read_many(f"Schedule/{one}" for one in wanted) if wanted else {}
    lines = (line_of(stored.resource, zone) for stored in found.values())
    return {line.id: line for line in lines if line is not None}


def _event(event: Event, uid: str, says: str, zone: ZoneInfo, base_url: str) -> icalendar.Event:
    """Return one appointment by itself, or one occurrence that differs from its rule."""
    local = event.start.astimezone(zone)
    found = _described(uid, event.one.version, event.one.changed_at, summary_of(event, says), event.town)
    found.add("dtstart", local)
    found.add("dtend", event.end.astimezone(zone))
    status = "CANCELLED" if event.one.is_cancelled else "TENTATIVE" if event.awaits_me else "CONFIRMED"
    found.add("status", status)
    if base_url:
        found.add("url", f"{base_url}/agenda?vue=jour&jour={local.date()}")
    return found


def _series(
    line: Line, events: list[Event], first: date, says: str, zone: ZoneInfo, base_url: str
) -> list[icalendar.Event]:
    """Return a series: its rule from the first day shown, days left out, and the occurrences that differ."""
    days = line.rule.days(first, line.expanded_on)
    if not days:
        return [_event(one, one.one.id, says, zone, base_url) for one in events]
    there = {one.one.original.date(): one for one in events if one.one.original is not None}
    changed = max((one.one.changed_at for one in events if one.one.changed_at), default=line.changed_at)
    master = _described(line.id, line.version, changed, summary_of(events[0], says), events[0].town)
    start = line.rule.instant(days[0], zone)
    master.add("dtstart", start)
    master.add("duration", timedelta(minutes=line.rule.minutes))
    until = line.rule.instant(days[-1], zone).astimezone(UTC)
    master.add("rrule", icalendar.vRecur.from_ical(f"{line.rule.text};UNTIL={until:%Y%m%dT%H%M%SZ}"))
    left_out = [line.rule.instant(one, zone) for one in days if one not in there]
    if left_out:
        master.add("exdate", left_out)
    master.add("status", "CONFIRMED")
    others = [(day, one) for day, one in there.items() if _differs(one, day, line, zone)]
    return [master, *(_other(one, day, line, says, zone, base_url) for day, one in others)]


def _differs(event: Event, day: date, line: Line, zone: ZoneInfo) -> bool:
    planned = line.rule.instant(day, zone)
    lasting = int((event.end - event.start).total_seconds() // 60)
    return event.one.is_cancelled or event.start != planned or lasting != line.rule.minutes


def _other(event: Event, day: date, line: Line, says: str, zone: ZoneInfo, base_url: str) -> icalendar.Event:
    found = _event(event, line.id, says, zone, base_url)
    found.add("recurrence-id", line.rule.instant(day, zone))
    return found


def _described(uid: str, version: int, changed: datetime | None, summary: str, town: str) -> icalendar.Event:
    found = icalendar.Event()
    found.add("uid", f"{uid}@cordee")
    found.add("dtstamp", (changed or _EPOCH).astimezone(UTC))
    found.add("sequence", max(0, version - 1))
    found.add("summary", summary)
    found.add("class", "PRIVATE")
    if town:
        found.add("location", town)
    return found
