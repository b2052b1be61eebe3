"""Date values as ranges of instants, the end excluded: a partial date means all it may mean."""

import re
from datetime import UTC, datetime, timedelta

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)

_SHAPE = re.compile(
    r"^(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<minute>\d\d:\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?$",
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
    if match["minute"] is None:
        return _day_range(int(match["year"]), match["month"], match["day"])
    start = _instant(match)
    step = _MINUTE if match["second"] is None else _SECOND if match["fraction"] is None else _MILLISECOND
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


def _instant(match: re.Match[str]) -> datetime:
    second = match["second"] or "00"
    is_leap_second = second == "60"
    fraction = f".{match['fraction'][:6]}" if match["fraction"] else ""
    zone = (match["zone"] or "Z").replace("Z", "+00:00")
    date = f"{match['year']}-{match['month']}-{match['day']}"
    start = datetime.fromisoformat(
        f"{date}T{match['minute']}:{'59' if is_leap_second else second}{fraction}{zone}"
    )
    start = min(max(start, EARLIEST), LATEST)  # an offset may carry it out of the years that can be stored
    return start + _SECOND if is_leap_second and start < LATEST else start
