"""A node's value as FHIRPath computes with it: FHIR primitives become System values, a Quantity its number and unit."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cordee.fhir.path.node import Node
from cordee.fhir.path.values.moments import read_date, read_datetime, read_time
from cordee.fhir.path.values.quantities import Quantity

UCUM = "http://unitsofmeasure.org"


def _text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        found = read(value) if isinstance(value, str) else None
        return value if found is None else found

    return convert


def _decimal(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


def _quantity(value: Any) -> Any:
    if not isinstance(value, dict) or "comparator" in value:
        return value
    number = value.get("value")
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return value
    unit = value.get("code") or value.get("unit") or "1"
    return Quantity(Decimal(number), str(unit))


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "date": _text(read_date),
    "dateTime": _text(read_datetime),
    "instant": _text(read_datetime),
    "time": _text(read_time),
    "decimal": _decimal,
} | dict.fromkeys(("Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity"), _quantity)


def system_value(node: Node) -> Any:
    """Return the bool, int, Decimal, str, Moment or Quantity a node stands for, its JSON when it stands for none."""
    convert = _CONVERSIONS.get(node.type)
    return node.value if convert is None else convert(node.value)
