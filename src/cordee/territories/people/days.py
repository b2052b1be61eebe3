"""Dates counted from today, in the territory's own zone, so that a demonstration never looks old."""

from datetime import date, datetime, time, timedelta, tzinfo


class Days:
    """Days before (negative) and after today, written as FHIR writes them."""

    def __init__(self, today: date, zone: tzinfo) -> None:
        self.today = today
        self.zone = zone
        self._offsets: dict[int, str] = {}
        self._dates: dict[int, str] = {}

    def date(self, day: int) -> str:
        """Return the date `day` days from today."""
        text = self._dates.get(day)
        if text is None:
            text = self._dates[day] = (self.today + timedelta(days=day)).isoformat()
        return text

    def at(self, day: int, hour: int, minute: int = 0) -> str:
        """Return the instant of that wall-clock time `day` days from today, with its offset.

        The offset is the one of noon that day: an hour that a change of clock skips or repeats is still an instant.
        """
        offset = self._offsets.get(day)
        if offset is None:
            noon = datetime.combine(self.today + timedelta(days=day), time(12), tzinfo=self.zone)
            offset = self._offsets[day] = noon.isoformat()[19:] or "+00:00"
        return f"{self.date(day)}T{hour:02}:{minute:02}:00{offset}"

    def working(self, day: int) -> int:
        """Return the nearest day that is not at the weekend: later when to come, earlier when past."""
        weekday = (self.today.weekday() + day) % 7
        if weekday < 5:
            return day
        return day + 7 - weekday if day > 0 else day - (weekday - 4)
