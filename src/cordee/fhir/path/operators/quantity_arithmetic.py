"""Arithmetic on quantities.

Source: http://hl7.org/fhirpath/N1/#math-2
"""

from decimal import DecimalException

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.values.numbers import divided, in_bounds
from cordee.fhir.path.values.quantities import Quantity, combined_unit, in_unit_of


def quantity_result(operator: str, mine: Quantity | None, theirs: Quantity | None) -> Nodes | None:
    """Return what an operator gives on two quantities: empty when their units do not allow it.

    None when the operator does not exist for quantities.
    """
    if mine is None or theirs is None or operator not in {"+", "-", "*", "/"}:
        return None
    try:
        result = _sum(operator, mine, theirs) if operator in "+-" else _product(operator, mine, theirs)
    except DecimalException:
        return []
    if result is None or not in_bounds(result.value):
        return []
    return [Node(result, "System.Quantity")]


def _sum(operator: str, mine: Quantity, theirs: Quantity) -> Quantity | None:
    other = in_unit_of(theirs, mine)
    if other is None:
        return None
    value = mine.value + other if operator == "+" else mine.value - other
    return Quantity(value, mine.unit, mine.is_calendar)


def _product(operator: str, mine: Quantity, theirs: Quantity) -> Quantity | None:
    unit = combined_unit(operator, mine, theirs)
    value = mine.value * theirs.value if operator == "*" else divided(mine.value, theirs.value)
    return None if unit is None or value is None else Quantity(value, unit)
