"""Date values as ranges of instants, the end excluded: a partial date means all it may mean."""

import re
from datetime import UTC, datetime, timedelta

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)

_SHAPE = re.compile(
    r"^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$",
    re.ASCII,
)
_MINUTE, _SECOND, _MILLISECOND = timedelta(minutes=1), timedelta(seconds=1), timedelta(milliseconds=1)


def date_range(text: str) -> tuple[datetime, datetime]:
    """Return the first instant a FHIR date may mean and the first it no longer means.

    When no zone is given, the date is read in UTC. Raises: ValueError when it is not an existing date.
    """
    match = _SHAPE.match(text)
    if match is None:
        raise ValueError("not a FHIR date")
    year, month, day, minute, second, fraction, zone = match.groups()
    if minute is None:
        return _day_range(int(year), month, day)
    is_leap_second = second == "60"
    start = datetime.fromisoformat(match[0].replace(":60", ":59", 1) if is_leap_second else match[0])
    if zone is None:
        start = start.replace(tzinfo=UTC)
    if not EARLIEST.year < start.year < LATEST.year:
        start = min(max(start, EARLIEST), LATEST)  # an offset may carry it out of what can be stored
    if is_leap_second and start < LATEST:
        start += _SECOND
    step = _MINUTE if second is None else _SECOND if fraction is None else _MILLISECOND
    return (start, start + step) if start < LATEST else (start, start)


def _day_range(year: int, month: str | None, day: str | None) -> tuple[datetime, datetime]:
    start = datetime(year, int(month or 1), int(day or 1), tzinfo=UTC)
    if start.year == LATEST.year:
        return start, LATEST if start < LATEST else start
    if month is None:
        return start, start.replace(year=year + 1)
    if day is None:
        return start, (start + timedelta(days=32)).replace(day=1)
    return start, start + timedelta(days=1)
