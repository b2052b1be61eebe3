"""Precision: how precise a value is, and the least and greatest value it may stand for.

Source: http://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Node, Nodes, boolean, integer
from cordee.fhir.path.operators.comparison import is_number
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.boundaries import DECIMAL_PLACES, boundary_of_moment, digits_of_moment
from cordee.fhir.path.values.moments import Moment
from cordee.fhir.path.values.quantities import Quantity, is_comparable

PLACES_MAX = 31
_WIDE = Context(prec=200)


def _digits(site: CallSite, scope: Scope) -> int | None:
    if not site.arguments:
        return None
    node = site.one(site.arguments[0](scope))
    if node is None:
        return None
    if type(node.value) is not int:
        raise site.error(f"« {site.name} » attend un entier.", f"“{site.name}” expects an integer.")
    return node.value


def _boundary(value: Any, digits: int | None, is_high: bool) -> Any:
    if is_number(value):
        return _decimal_boundary(Decimal(value), DECIMAL_PLACES if digits is None else digits, is_high)
    if isinstance(value, Quantity):
        number = _decimal_boundary(value.value, DECIMAL_PLACES if digits is None else digits, is_high)
        return None if number is None else Quantity(number, value.unit, value.is_calendar)
    return boundary_of_moment(value, digits, is_high) if isinstance(value, Moment) else None


def _decimal_boundary(value: Decimal, places: int, is_high: bool) -> Decimal | None:
    exponent = value.as_tuple().exponent
    if not 0 <= places <= PLACES_MAX or not isinstance(exponent, int):
        return None
    half = Decimal(5).scaleb(min(exponent, 0) - 1)
    edge = _WIDE.add(value, half if is_high else -half)
    return edge.quantize(Decimal(1).scaleb(-places), ROUND_CEILING if is_high else ROUND_FLOOR, _WIDE)


def _register(name: str, is_high: bool) -> None:
    @function(name, 0, 1)
    def build(site: CallSite) -> Run:
        def run(scope: Scope) -> Nodes:
            node = site.one(site.source(scope))
            if node is None:
                return []
            value = _boundary(system_value(node), _digits(site, scope), is_high)
            if value is None:
                return []
            kind = value.kind if isinstance(value, Moment) else type(value).__name__
            return [Node(value, f"System.{kind}")]

        return run


_register("lowBoundary", is_high=False)
_register("highBoundary", is_high=True)


@function("precision")
def precision(site: CallSite) -> Run:
    """Return how many digits a value has: decimals of a number, digits of a moment as `YYYYMMDDHHMMSSmmm`."""

    def run(scope: Scope) -> Nodes:
        node = site.one(site.source(scope))
        value = None if node is None else system_value(node)
        if isinstance(value, Moment):
            return integer(digits_of_moment(value))
        if is_number(value):
            exponent = Decimal(value or 0).as_tuple().exponent
            return integer(-exponent if isinstance(exponent, int) and exponent < 0 else 0)
        return []

    return run


@function("comparable", 1)
def comparable(site: CallSite) -> Run:
    """Return whether two quantities measure the same thing."""

    def run(scope: Scope) -> Nodes:
        mine, theirs = site.one(site.source(scope)), site.one(site.arguments[0](scope))
        if mine is None or theirs is None:
            return []
        left, right = system_value(mine), system_value(theirs)
        is_both = isinstance(left, Quantity) and isinstance(right, Quantity)
        return boolean(is_both and is_comparable(left, right))

    return run
