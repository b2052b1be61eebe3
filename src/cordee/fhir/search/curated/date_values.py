"""Date values of typed elements."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cordee.fhir.search.date import EARLIEST, LATEST, date_range


def date_values(value: Any) -> Iterator[tuple[datetime, datetime]]:
    """Yield the range of a date, a period (open ends reach the ends of time) or a timing (from first to last)."""
    if isinstance(value, str):
        yield date_range(value)
    elif type(value).__name__ == "Period":
        yield _period_range(value)
    elif type(value).__name__ == "Timing":
        yield from _timing_ranges(value)


def _period_range(period: Any) -> tuple[datetime, datetime]:
    start = date_range(period.start)[0] if period.start else EARLIEST
    return start, date_range(period.end)[1] if period.end else LATEST


def _timing_ranges(timing: Any) -> Iterator[tuple[datetime, datetime]]:
    ranges = [date_range(event) for event in timing.event or () if event]
    if timing.repeat is not None and timing.repeat.boundsPeriod is not None:
        ranges.append(_period_range(timing.repeat.boundsPeriod))
    if ranges:
        yield min(start for start, _ in ranges), max(end for _, end in ranges)
