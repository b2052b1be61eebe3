"""Quantity parameters: a number and its unit; units that convert into one another compare in their base units.

Source: https://hl7.org/fhir/R4/search.html#quantity
"""

from cordee.fhir.search.query import FilterValue
from cordee.store.indexable import indexable
from cordee.store.search.bound import Bound
from cordee.store.search.number import compared
from cordee.store.search.rows import Rows, any_of, of_parameter


def quantities(numbers: tuple[int, ...], values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows whose quantity compares with any of the values as its prefix says."""
    tests = [_test(value, bound) for value in values]
    return Rows("index_quantity", f"{of_parameter(numbers)} AND {any_of(tests)}")


def _test(value: FilterValue, bound: Bound) -> str:
    as_written = compared("i.low", "i.high", value.prefix, value.low, value.high, value.number, bound)
    if value.unit is None:
        return as_written
    unit = f"i.code = {bound.add(indexable(value.unit), 'text')}"
    if value.system is not None:
        unit += f" AND i.system = {bound.add(indexable(value.system), 'text')}"
    same_unit = f"({unit} AND {as_written})"
    if value.base_code is None or value.base_number is None:
        return same_unit
    code = bound.add(indexable(value.base_code), "text")
    converted = compared(
        "i.base_low",
        "i.base_high",
        value.prefix,
        value.base_low,
        value.base_high,
        value.base_number,
        bound,
    )
    return any_of([f"(i.base_code = {code} AND {converted})", f"(i.base_code IS NULL AND {same_unit})"])
