"""Conversion.

Source: http://hl7.org/fhirpath/N1/#conversion
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cordee.fhir.path import conversions
from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import FALSE, Node, Nodes, boolean
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import text_of_node
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.truth import truth_at
from cordee.fhir.path.values.quantities import CALENDAR_UNITS, Quantity, in_unit_of


@function("iif", 2, 3)
def iif(site: CallSite) -> Run:
    """Return the second argument when the first holds, else the third; the other is not evaluated.

    On a single item, that item is `$this` for all three.
    """
    criterion, then = site.arguments[:2]
    otherwise = site.arguments[2] if len(site.arguments) > 2 else None

    def run(scope: Scope) -> Nodes:
        focus = site.source(scope)
        site.one(focus)
        inner = scope.inner()
        inner.this = focus
        if truth_at(site, criterion(inner)):
            return then(inner)
        return [] if otherwise is None else otherwise(inner)

    return run


def _register(name: str, convert: Callable[[Any], Any]) -> None:
    type_name = f"System.{name}"

    @function(f"to{name}")
    def build(site: CallSite) -> Run:
        def run(scope: Scope) -> Nodes:
            node = site.one(site.source(scope))
            if node is None or node.value is None:
                return []
            value = convert(system_value(node))
            return [] if value is None else [Node(value, type_name)]

        return run

    @function(f"convertsTo{name}")
    def build_test(site: CallSite) -> Run:
        def run(scope: Scope) -> Nodes:
            node = site.one(site.source(scope))
            if node is None:
                return []
            return FALSE if node.value is None else boolean(convert(system_value(node)) is not None)

        return run


_register("Boolean", conversions.to_boolean)
_register("Integer", conversions.to_integer)
_register("Decimal", conversions.to_decimal)
_register("Date", conversions.to_date)
_register("DateTime", conversions.to_datetime)
_register("Time", conversions.to_time)
_register("String", conversions.to_string)


def _quantity(site: CallSite, scope: Scope) -> Quantity | None:
    node = site.one(site.source(scope))
    quantity = None if node is None else conversions.to_quantity(system_value(node))
    if quantity is None or not site.arguments:
        return quantity
    unit = text_of_node(site, site.arguments[0](scope))
    if unit is None:
        return None
    wanted = Quantity(Decimal(1), CALENDAR_UNITS.get(unit, unit), is_calendar=unit in CALENDAR_UNITS)
    value = in_unit_of(quantity, wanted)
    return None if value is None else Quantity(value, wanted.unit, wanted.is_calendar)


@function("toQuantity", 0, 1)
def to_quantity(site: CallSite) -> Run:
    """Return the value as a quantity, in the unit asked for."""

    def run(scope: Scope) -> Nodes:
        quantity = _quantity(site, scope)
        return [] if quantity is None else [Node(quantity, "System.Quantity")]

    return run


@function("convertsToQuantity", 0, 1)
def converts_to_quantity(site: CallSite) -> Run:
    """Return whether the value is a quantity, in the unit asked for."""

    def run(scope: Scope) -> Nodes:
        if site.one(site.source(scope)) is None:
            return []
        return boolean(_quantity(site, scope) is not None)

    return run
