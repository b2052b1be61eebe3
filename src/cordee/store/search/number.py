"""Number parameters: a value against the range its digits mean, by prefix.

Source: https://hl7.org/fhir/R4/search.html#number
"""

from decimal import Decimal

from cordee.fhir.search.query import FilterValue
from cordee.store.search.bound import Bound
from cordee.store.search.interval import OF_NUMBERS
from cordee.store.search.rows import Rows, any_of, of_parameter

NEAR = Decimal("0.1")  # share of the value within which `ap` finds a number


def numbers_of(numbers: tuple[int, ...], values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows whose range compares with any of the values as its prefix says."""
    tests = [
        compared("i.low", "i.high", value.prefix, value.low, value.high, value.number, bound)
        for value in values
    ]
    return Rows("index_number", f"{of_parameter(numbers)} AND {any_of(tests)}")


def compared(
    start: str,
    end: str,
    prefix: str | None,
    low: Decimal | None,
    high: Decimal | None,
    point: Decimal | None,
    bound: Bound,
) -> str:
    """Return the test of a stored range against a value; `low` and `high` are what its digits mean."""
    assert point is not None
    if prefix == "ap":
        low, high = point - abs(point) * NEAR, point + abs(point) * NEAR
    template = OF_NUMBERS[prefix or "eq"]
    return template.format(
        start=start,
        end=end,
        low=bound.add(point if low is None else low, "numeric") if "{low}" in template else "",
        high=bound.add(point if high is None else high, "numeric") if "{high}" in template else "",
        point=bound.add(point, "numeric") if "{point}" in template else "",
    )
