"""The week at home: who comes, by day and part of the day. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cordee.care.agenda.mine import Event

BANDS = (("Matin", time(12)), ("Midi", time(14)), ("Après-midi", time(18)), ("Soir", time(23, 59, 59)))
WEEK_DAYS = 7


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the day, over the seven days."""

    word: str
    cells: tuple[tuple[Event, ...], ...]


class HomeWeek(msgspec.Struct, frozen=True, kw_only=True):
    """Seven days from a Monday, in parts of the day; those in which nobody ever comes are left out."""

    days: tuple[date, ...]
    bands: tuple[Band, ...]
    by_day: tuple[tuple[Event, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is planned."""
        return not self.bands


def monday_of(on: date) -> date:
    """Return the Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def span_of(first: date, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants at which some days begin and end on the clocks of a zone."""
    return datetime.combine(first, time(), zone), datetime.combine(first + timedelta(days=days), time(), zone)


def home_week(events: Iterable[Event], monday: date, zone: ZoneInfo) -> HomeWeek:
    """Return a week from what takes place in it; what was cancelled is shown in its place, for all to know."""
    days = tuple(monday + timedelta(days=n) for n in range(WEEK_DAYS))
    of_day: dict[date, list[Event]] = {day: [] for day in days}
    for event in events:
        on = event.start.astimezone(zone).date()
        if on in of_day:
            of_day[on].append(event)
    bands, begins = [], time()
    for word, ends in BANDS:
        cells = tuple(
            tuple(one for one in of_day[day] if begins <= one.start.astimezone(zone).time() < ends)
            for day in days
        )
        if any(cells):
            bands.append(Band(word=word, cells=cells))
        begins = ends
    return HomeWeek(days=days, bands=tuple(bands), by_day=tuple(tuple(of_day[day]) for day in days))
