"""Quantities: a number and a unit, UCUM's or a calendar duration's.

Calendar days and shorter are exact, and compare with UCUM's. Calendar years and months compare among themselves only
(12 months to the year): UCUM's `a` and `mo` are averages of seconds.

Source: http://hl7.org/fhirpath/N1/#quantity
"""

from decimal import Context, Decimal

import msgspec

from cordee.fhir.ucum import canonical_unit

CALENDAR_UNITS = {
    word: unit
    for unit in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for word in (unit, unit + "s")
}
"""How a calendar duration may be written, and its unit in the singular."""

_CALENDAR_BASES = {
    "year": (Decimal(12), "month"),
    "month": (Decimal(1), "month"),
    "week": (Decimal(604_800), "s"),
    "day": (Decimal(86_400), "s"),
    "hour": (Decimal(3_600), "s"),
    "minute": (Decimal(60), "s"),
    "second": (Decimal(1), "s"),
    "millisecond": (Decimal("0.001"), "s"),
}
_LIKE_CALENDAR = {"a": "year", "mo": "month"}
_COMPARED = Context(prec=12)
_EXACT = Context(prec=60)


class Quantity(msgspec.Struct, frozen=True):
    """A value with its unit; `is_calendar` when the unit is a calendar duration such as `year`."""

    value: Decimal
    unit: str
    is_calendar: bool = False

    def __str__(self) -> str:
        return f"{self.value} {self.unit}" if self.is_calendar else f"{self.value} '{self.unit}'"


def canonical(quantity: Quantity) -> tuple[Decimal, str]:
    """Return the value in the base unit, and that unit; a unit nobody knows is its own base."""
    if quantity.is_calendar:
        factor, base = _CALENDAR_BASES[quantity.unit]
        return _EXACT.multiply(quantity.value, factor), base
    unit = canonical_unit(quantity.unit)
    if unit is None:
        return quantity.value, f"'{quantity.unit}'"
    return unit.convert(quantity.value), unit.code


def compare_quantities(left: Quantity, right: Quantity) -> int | None:
    """Return -1, 0 or 1; None when the units measure different things."""
    if (left.unit, left.is_calendar) == (right.unit, right.is_calendar):
        return (left.value > right.value) - (left.value < right.value)
    (mine, base), (theirs, other_base) = canonical(left), canonical(right)
    if base != other_base:
        return None
    mine, theirs = _COMPARED.plus(mine), _COMPARED.plus(theirs)
    return (mine > theirs) - (mine < theirs)


def canonical_key(quantity: Quantity) -> tuple[object, ...]:
    """Return a hashable that equal quantities share."""
    value, base = canonical(quantity)
    return ("quantity", _COMPARED.plus(value), base)


def is_comparable(left: Quantity, right: Quantity) -> bool:
    """Return whether two quantities measure the same thing."""
    return canonical(left)[1] == canonical(right)[1]


def is_alike(left: Quantity, right: Quantity) -> bool:
    """Return whether two quantities are alike: UCUM's years and months count as the calendar's."""
    if left.is_calendar != right.is_calendar:
        left, right = _as_calendar(left), _as_calendar(right)
    (mine, base), (theirs, other_base) = canonical(left), canonical(right)
    if base != other_base:
        return False
    places = max(min(0, _exponent(mine)), min(0, _exponent(theirs)))
    step = Decimal(1).scaleb(places)
    try:
        return mine.quantize(step, context=_EXACT) == theirs.quantize(step, context=_EXACT)
    except ArithmeticError:
        return mine == theirs


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _as_calendar(quantity: Quantity) -> Quantity:
    unit = _LIKE_CALENDAR.get(quantity.unit)
    return quantity if unit is None else Quantity(quantity.value, unit, is_calendar=True)


def in_unit_of(quantity: Quantity, model: Quantity) -> Decimal | None:
    """Return the value of `quantity` in the unit of `model`, None when they measure different things."""
    if (quantity.unit, quantity.is_calendar) == (model.unit, model.is_calendar):
        return quantity.value
    (value, base) = canonical(quantity)
    step, model_base = canonical(Quantity(Decimal(1), model.unit, model.is_calendar))
    zero, _ = canonical(Quantity(Decimal(0), model.unit, model.is_calendar))
    if base != model_base or step == zero:
        return None
    return _COMPARED.divide(value - zero, step - zero).normalize()


def combined_unit(operator: str, left: Quantity, right: Quantity) -> str:
    """Return the unit of a product or quotient."""
    if right.unit == "1":
        return left.unit
    if operator == "/":
        return "1" if left.unit == right.unit else f"{left.unit}/{_grouped(right.unit)}"
    if left.unit == "1":
        return right.unit
    return f"{left.unit}2" if left.unit == right.unit and left.unit.isalpha() else f"{left.unit}.{right.unit}"


def _grouped(unit: str) -> str:
    return f"({unit})" if "/" in unit or "." in unit else unit
