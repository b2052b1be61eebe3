"""A rule that repeats: days of the week at an hour on the wall, in the terms of RFC 5545. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from dateutil.rrule import DAILY, WEEKLY, rrule, weekday

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = ("lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches")
_SHORT = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_WORKING_WEEK = (0, 1, 2, 3, 4)
DAYS_MAX = 400  # of one expansion


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When something repeats. `weekdays` from 0 (Monday); none means every day. `interval` counts weeks, or days."""

    start: date
    hour: time
    minutes: int
    weekdays: tuple[int, ...] = ()
    interval: int = 1
    until: date | None = None

    def days(self, first: date, last: date) -> list[date]:
        """Return the days of the rule from first to last, both included; at most DAYS_MAX."""
        last = min(last, self.until or last)
        if last < first or last < self.start:
            return []
        frequency: Literal[2, 3] = WEEKLY if self.weekdays else DAILY
        found = rrule(
            frequency, dtstart=datetime.combine(self.start, time()), interval=self.interval,
            byweekday=[weekday(one) for one in self.weekdays] or None, wkst=weekday(0),
        )  # fmt: skip
        between = datetime.combine(max(first, self.start), time()), datetime.combine(last, time())
        return [one.date() for one in found.between(*between, inc=True)[:DAYS_MAX]]

    def wall(self, day: date) -> datetime:
        """Return the day and hour of one occurrence, on the wall."""
        return datetime.combine(day, self.hour)

    def instant(self, day: date, zone: ZoneInfo) -> datetime:
        """Return the instant of one occurrence; an hour the clocks skip is read as they do once moved."""
        return datetime.combine(day, self.hour, zone).astimezone(UTC).astimezone(zone)

    @property
    def text(self) -> str:
        """Return the rule as RFC 5545 writes it, without its end."""
        parts = ["FREQ=WEEKLY" if self.weekdays else "FREQ=DAILY"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(CODES[one] for one in self.weekdays))
        return ";".join(parts)

    @property
    def words(self) -> str:
        """Return the rule as people say it: `tous les matins à 8 h`, `lun., mer. et ven. à 11 h`."""
        hour = f"{self.hour.hour} h" if not self.hour.minute else f"{self.hour.hour} h {self.hour.minute:02}"
        return f"{self._when()} à {hour}"

    def _when(self) -> str:
        if not self.weekdays or len(self.weekdays) == len(CODES):
            return self._each_day()
        if self.weekdays == _WORKING_WEEK:
            return f"du lundi au vendredi{self._every()}"
        if len(self.weekdays) == 1:
            return f"{'tous les' if self.interval == 1 else 'les'} {_DAYS[self.weekdays[0]]}{self._every()}"
        short = [_SHORT[one] for one in self.weekdays]
        return f"{', '.join(short[:-1])} et {short[-1]}{self._every()}"

    def _every(self) -> str:
        if self.interval == 1:
            return ""
        return " une semaine sur deux" if self.interval == 2 else f" toutes les {self.interval} semaines"

    def _each_day(self) -> str:
        if self.interval > 1 and not self.weekdays:
            return "un jour sur deux" if self.interval == 2 else f"tous les {self.interval} jours"
        part = "matins" if self.hour.hour < 12 else "après-midi" if self.hour.hour < 18 else "soirs"
        return f"tous les {part}"


def ending_before(rule: Rule, day: date) -> Rule:
    """Return the rule that ends the day before; one that has not begun by then has no day left."""
    return msgspec.structs.replace(rule, until=day - timedelta(days=1))
