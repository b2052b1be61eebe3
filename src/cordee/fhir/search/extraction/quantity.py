"""Quantity rows, as written and in UCUM base units. Source: https://hl7.org/fhir/R4/search.html#quantity"""

from decimal import Decimal
from typing import Any

from cordee.fhir.search.extraction.number import decimal, range_ends
from cordee.fhir.search.extraction.writing import QUANTITY_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource
from cordee.fhir.ucum import UCUM, canonical_unit

CURRENCIES = "urn:iso:std:iso:4217"
SAMPLES_MAX = 100_000
CONVERTED_MAX = 500
"""Quantities of one resource brought to base units: a unit never seen takes a millisecond to read."""


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, low, high, system, code, base_low, base_high, base_code, part).

    A comparator opens the end it leaves open. Money has its currency as code. Sampled data spans all its samples.
    """
    number = source.number()
    ends = _quantity_ends if type_name in QUANTITY_TYPES else _ENDS.get(type_name)
    if ends is None:
        return None

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if not isinstance(value, dict):
            return
        low, high, unit = ends(value)
        if low is None and high is None:
            return
        system, code = _unit(unit)
        is_converted = system == UCUM and len(rows.quantities) < CONVERTED_MAX
        base = canonical_unit(code) if is_converted else None
        if base is None:
            rows.quantities.append((number, low, high, system, code, None, None, None, part))
        else:
            base_low = None if low is None else base.convert(low)
            base_high = base_low if high is low else None if high is None else base.convert(high)
            rows.quantities.append((number, low, high, system, code, base_low, base_high, base.code, part))

    return write


Ends = tuple[Decimal | None, Decimal | None, dict[str, Any]]


def _quantity_ends(value: dict[str, Any]) -> Ends:
    found = decimal(value.get("value"))
    comparator = value.get("comparator")
    if comparator in ("<", "<="):
        return None, found, value
    if comparator in (">", ">="):
        return found, None, value
    return found, found, value


def _money_ends(value: dict[str, Any]) -> Ends:
    found = decimal(value.get("value"))
    return found, found, {"system": CURRENCIES, "code": value.get("currency")}


def _range_ends(value: dict[str, Any]) -> Ends:
    low, high = range_ends(value)
    unit = value.get("low") if low is not None else value.get("high")
    return low, high, unit if isinstance(unit, dict) else {}


def _samples_ends(value: dict[str, Any]) -> Ends:
    origin, data = value.get("origin"), value.get("data")
    if not isinstance(origin, dict) or not isinstance(data, str):
        return None, None, {}
    zero, factor = decimal(origin.get("value")), decimal(value.get("factor", 1))
    samples = [sample for word in data.split(maxsplit=SAMPLES_MAX) if (sample := _sample(word)) is not None]
    if zero is None or factor is None or not samples:
        return None, None, {}
    first, last = zero + factor * min(samples), zero + factor * max(samples)
    return min(first, last), max(first, last), origin


def _sample(word: str) -> Decimal | None:
    """Read one sample; E, U and L (error, below, above) are none."""
    try:
        return decimal(Decimal(word))
    except ArithmeticError:
        return None


def _unit(value: dict[str, Any]) -> tuple[str, str]:
    system, code, unit = value.get("system"), value.get("code"), value.get("unit")
    if isinstance(code, str):
        return (system if isinstance(system, str) else ""), code
    return "", unit if isinstance(unit, str) else ""


_ENDS = {"Money": _money_ends, "Range": _range_ends, "SampledData": _samples_ends}
