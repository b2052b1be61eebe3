"""System values made from one another; None when a value does not convert.

Source: http://hl7.org/fhirpath/N1/#conversion
"""

import re
from decimal import Decimal
from typing import Any

from cordee.fhir.path.values.moments import Moment, read_date, read_datetime, read_time, text_of
from cordee.fhir.path.values.quantities import CALENDAR_UNITS, Quantity

_INTEGER = re.compile(r"[+-]?\d{1,64}")
_DECIMAL = re.compile(r"[+-]?\d{1,64}(?:\.\d{1,64})?")
_QUANTITY = re.compile(r"([+-]?\d{1,64}(?:\.\d{1,64})?)\s*(?:'([^']+)'|([a-z]+))?")
_TRUE = {"true", "t", "yes", "y", "1", "1.0"}
_FALSE = {"false", "f", "no", "n", "0", "0.0"}


def to_boolean(value: Any) -> bool | None:
    """Return true or false for the words and numbers that say so."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return bool(value) if value in {0, 1} else None
    if isinstance(value, str):
        word = value.lower()
        return True if word in _TRUE else False if word in _FALSE else None
    return None


def to_integer(value: Any) -> int | None:
    """Return an integer from a boolean or digits."""
    if isinstance(value, bool | int):
        return int(value)
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None


def to_decimal(value: Any) -> Decimal | None:
    """Return a decimal from a boolean, an integer or digits."""
    if isinstance(value, bool | int | Decimal):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def to_date(value: Any) -> Moment | None:
    """Return the day, month or year of a moment or of what writes one."""
    if isinstance(value, str):
        value = read_date(value) or read_datetime(value)
    if isinstance(value, Moment) and value.kind != "Time":
        return Moment("Date", value.parts[:3])
    return None


def to_datetime(value: Any) -> Moment | None:
    """Return a date as a DateTime, or the DateTime a string writes."""
    if isinstance(value, str):
        return read_datetime(value)
    if isinstance(value, Moment) and value.kind != "Time":
        return Moment("DateTime", value.parts, value.zone_minutes)
    return None


def to_time(value: Any) -> Moment | None:
    """Return a time of day, or the one a string writes."""
    if isinstance(value, str):
        return read_time(value.removeprefix("T"))
    return value if isinstance(value, Moment) and value.kind == "Time" else None


def to_string(value: Any) -> str | None:
    """Return a value as FHIRPath writes it; what has children is no string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Moment):
        return text_of(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value else str(abs(value)) if "E" not in str(value) else "0"
    if isinstance(value, Quantity):
        return f"{value.value:f} {value.unit}" if value.is_calendar else f"{value.value:f} '{value.unit}'"
    return str(value) if isinstance(value, int | str) else None


def to_quantity(value: Any) -> Quantity | None:
    """Return a number as a quantity without unit, or the quantity a string writes: `1 day`, `4 'mg'`."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool | int | Decimal):
        return Quantity(Decimal(value), "1")
    match = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    number, unit, word = match.groups()
    if word is not None:
        return (
            Quantity(Decimal(number), CALENDAR_UNITS[word], is_calendar=True)
            if word in CALENDAR_UNITS
            else None
        )
    return Quantity(Decimal(number), unit or "1")
