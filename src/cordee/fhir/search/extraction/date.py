"""Date rows: ranges of instants, the end excluded. Source: https://hl7.org/fhir/R4/search.html#date"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from cordee.fhir.search.date import EARLIEST, LATEST, date_range
from cordee.fhir.search.extraction.writing import INSTANT_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

Range = tuple[datetime, datetime]


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, start, end, part).

    A period without a start or an end reaches the ends of time; a timing lasts from its first event to its last.
    """
    number = source.number()
    if type_name in INSTANT_TYPES or type_name == "string":

        def write_instant(value: Any, rows: IndexValues, part: int) -> None:
            if isinstance(value, str):
                try:
                    start, end = date_range(value)
                except ValueError:
                    return
                rows.dates.append((number, start, end, part))

        return write_instant
    ranges = _RANGES.get(type_name)
    if ranges is None:
        return None

    def write_ranges(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            try:
                rows.dates.extend((number, start, end, part) for start, end in ranges(value))
            except (ValueError, TypeError, AttributeError):
                return

    return write_ranges


def _period(period: dict[str, Any]) -> Iterator[Range]:
    start, end = period.get("start"), period.get("end")
    if start or end:
        first = date_range(start)[0] if start else EARLIEST
        last = date_range(end)[1] if end else LATEST
        yield first, max(first, last)


def _timing(timing: dict[str, Any]) -> Iterator[Range]:
    ranges = [date_range(event) for event in timing.get("event") or () if event]
    repeat = timing.get("repeat") or {}
    if repeat.get("boundsPeriod"):
        ranges.extend(_period(repeat["boundsPeriod"]))
    if ranges:
        yield min(start for start, _ in ranges), max(end for _, end in ranges)


_RANGES: dict[str, Callable[[dict[str, Any]], Iterator[Range]]] = {"Period": _period, "Timing": _timing}
