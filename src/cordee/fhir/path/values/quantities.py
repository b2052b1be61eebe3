"""Quantities: a number and a unit, UCUM's or a calendar duration's.

Source: http://hl7.org/fhirpath/N1/#quantity
"""

from decimal import Decimal

import msgspec

CALENDAR_UNITS = {
    word: unit
    for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for word in (unit, unit + "s")
}
"""How a calendar duration may be written, and its unit in the singular."""


class Quantity(msgspec.Struct, frozen=True):
    """A value with its unit; `is_calendar` when the unit is a calendar duration such as `year`."""

    value: Decimal
    unit: str
    is_calendar: bool = False

    def __str__(self) -> str:
        return f"{self.value} {self.unit}" if self.is_calendar else f"{self.value} '{self.unit}'"


def compare_quantities(left: Quantity, right: Quantity) -> int | None:
    """Return -1, 0 or 1; None when the units cannot be compared."""
    if (left.unit, left.is_calendar) != (right.unit, right.is_calendar):
        return None
    return (left.value > right.value) - (left.value < right.value)


def canonical_key(quantity: Quantity) -> tuple[object, ...]:
    """Return a hashable that equal quantities share."""
    return ("quantity", quantity.value, quantity.unit, quantity.is_calendar)


def in_unit_of(quantity: Quantity, model: Quantity) -> Decimal | None:
    """Return the value of `quantity` in the unit of `model`, None when it has none."""
    if (quantity.unit, quantity.is_calendar) != (model.unit, model.is_calendar):
        return None
    return quantity.value


def combined_unit(operator: str, left: Quantity, right: Quantity) -> str | None:
    """Return the unit of a product or quotient."""
    if right.unit == "1":
        return left.unit
    if operator == "/":
        return "1" if left.unit == right.unit else f"{left.unit}/{right.unit}"
    return right.unit if left.unit == "1" else f"{left.unit}.{right.unit}"


def is_equivalent_unit(left: Quantity, right: Quantity) -> bool:
    """Return whether two quantities are alike."""
    return compare_quantities(left, right) == 0
