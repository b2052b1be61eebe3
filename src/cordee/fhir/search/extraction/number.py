"""Number rows. Source: https://hl7.org/fhir/R4/search.html#number"""

from decimal import Decimal
from typing import Any

from cordee.fhir.search.extraction.writing import NUMBER_TYPES, QUANTITY_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

DIGITS_MAX = 60
"""Numbers longer than that, or with an exponent beyond, are in no index; no measure comes near."""


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, low, high, part): both the value of a number, the ends of a range."""
    number = source.number()
    if type_name in NUMBER_TYPES:

        def write_number(value: Any, rows: IndexValues, part: int) -> None:
            found = decimal(value)
            if found is not None:
                rows.numbers.append((number, found, found, part))

        return write_number
    if type_name in QUANTITY_TYPES:

        def write_value(value: Any, rows: IndexValues, part: int) -> None:
            found = decimal(value.get("value")) if isinstance(value, dict) else None
            if found is not None:
                rows.numbers.append((number, found, found, part))

        return write_value
    if type_name != "Range":
        return None

    def write_range(value: Any, rows: IndexValues, part: int) -> None:
        low, high = range_ends(value)
        if low is not None or high is not None:
            rows.numbers.append((number, low, high, part))

    return write_range


def decimal(value: Any) -> Decimal | None:
    """Return a JSON number as a Decimal, or None when it is none or cannot be kept in an index."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int) and value.bit_length() > DIGITS_MAX * 3:
        return None
    found = value if isinstance(value, Decimal) else Decimal(str(value))
    if (
        not found.is_finite()
        or abs(found.adjusted()) > DIGITS_MAX
        or len(found.as_tuple().digits) > DIGITS_MAX
    ):
        return None
    return found


def range_ends(value: Any) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of a Range, None where it is open."""
    if not isinstance(value, dict):
        return None, None
    low, high = value.get("low"), value.get("high")
    return (
        decimal(low.get("value")) if isinstance(low, dict) else None,
        decimal(high.get("value")) if isinstance(high, dict) else None,
    )
