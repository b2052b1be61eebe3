"""Date parameters: a stored range against the range a date means, by prefix.

Source: https://hl7.org/fhir/R4/search.html#date
"""

from datetime import datetime, timedelta

from cordee.fhir.search.date import EARLIEST, LATEST
from cordee.fhir.search.query import FilterValue
from cordee.kernel.clock import now
from cordee.store.search.bound import Bound
from cordee.store.search.interval import OF_DATES
from cordee.store.search.rows import Rows, any_of, of_parameter

_NEAR = 0.1  # share of the distance from now within which `ap` finds a date
_MILLISECOND = timedelta(milliseconds=1)


def dates(numbers: tuple[int, ...], values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows whose range compares with any of the values as its prefix says."""
    tests = [_test("i.starts_at", "i.ends_at", value, bound) for value in values]
    return Rows("index_date", f"{of_parameter(numbers)} AND {any_of(tests)}")


def last_updated(row: str, values: list[FilterValue], bound: Bound) -> str:
    """Return the condition on when the version of a resource was written, an instant of one millisecond."""
    end = f"({row}.updated_at + interval '1 millisecond')"
    return any_of([_test(f"{row}.updated_at", end, value, bound) for value in values])


def _test(start: str, end: str, value: FilterValue, bound: Bound) -> str:
    low, high = _range(value)
    template = OF_DATES[value.prefix or "eq"]
    lowest = bound.add(low, "timestamptz") if "{low}" in template else ""
    highest = bound.add(high, "timestamptz") if "{high}" in template else ""
    return template.format(start=start, end=end, low=lowest, high=highest)


def _range(value: FilterValue) -> tuple[datetime, datetime]:
    assert value.start is not None
    assert value.end is not None
    if value.prefix != "ap":
        return value.start, value.end
    moment = now()
    distance = max(value.start - moment, moment - value.end, _MILLISECOND) * _NEAR
    low = value.start - distance if value.start - EARLIEST > distance else EARLIEST
    return low, value.end + distance if LATEST - value.end > distance else LATEST
