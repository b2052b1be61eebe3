"""FHIR dates as instants: the first and last one a partial date may mean."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)
_YEAR, _MONTH, _DAY = 4, 7, 10


def first_instant(text: str) -> datetime:
    """Return the first instant a FHIR date, dateTime or instant may mean; dates without a zone are read in UTC.

    An offset may carry the first and last days a date can say out of the years that can be stored: the nearest instant
    that can be stands for them.
    """
    if len(text) == _YEAR:
        text += "-01-01"
    elif len(text) == _MONTH:
        text += "-01"
    moment = datetime.fromisoformat(text.replace(":60", ":59", 1))  # a leap second, as R4 allows
    return min(max(moment if moment.tzinfo else moment.replace(tzinfo=UTC), EARLIEST), LATEST)


def end_instant(text: str) -> datetime:
    """Return the instant just after a FHIR date ends: an end date counts as a whole day, month or year."""
    start = first_instant(text)
    if len(text) == _YEAR:
        return LATEST if start.year >= LATEST.year else start.replace(year=start.year + 1)
    if len(text) == _MONTH:
        return (start + timedelta(days=32)).replace(day=1) if start.year < LATEST.year else LATEST
    if len(text) == _DAY:
        return start + timedelta(days=1) if start < LATEST else LATEST
    return start
