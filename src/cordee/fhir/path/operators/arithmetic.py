"""Numbers, and what else can be added.

Source: http://hl7.org/fhirpath/N1/#math-2
"""

from decimal import Decimal, DecimalException
from typing import Any

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.operators.comparison import is_number
from cordee.fhir.path.operators.date_arithmetic import moved
from cordee.fhir.path.operators.quantity_arithmetic import quantity_result
from cordee.fhir.path.operators.registry import item_operator, operator
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import Site
from cordee.fhir.path.strings import bounded_string, text_of_node
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.moments import Moment
from cordee.fhir.path.values.numbers import divided, in_bounds, remainder, whole_quotient
from cordee.fhir.path.values.quantities import Quantity


def negated(site: Site, operand: Run) -> Run:
    """Return the number or quantity with the other sign."""

    def run(scope: Scope) -> Nodes:
        node = site.one(operand(scope))
        if node is None:
            return []
        value = system_value(node)
        if isinstance(value, Quantity):
            return [Node(Quantity(-value.value, value.unit, value.is_calendar), "System.Quantity")]
        if not is_number(value):
            raise site.error("Seul un nombre a un signe.", "Only a number has a sign.")
        return number(-value)

    return run


def number(value: int | Decimal | None) -> Nodes:
    """Return a collection of one number; empty when it is out of the bounds kept here."""
    if value is None or not in_bounds(value):
        return []
    return [Node(value, "System.Integer" if type(value) is int else "System.Decimal")]


_ON_NUMBERS = {
    "+": lambda mine, theirs: mine + theirs,
    "-": lambda mine, theirs: mine - theirs,
    "*": lambda mine, theirs: mine * theirs,
    "/": divided,
    "div": whole_quotient,
    "mod": remainder,
}


def computed(site: Site, left: Node, right: Node) -> Nodes:
    """Return what the operator a site names gives on two items: empty when it has no answer.

    Raises: PathEvaluationError when it does not apply to such items.
    """
    mine, theirs = system_value(left), system_value(right)
    if is_number(mine) and is_number(theirs):
        try:
            return number(_ON_NUMBERS[site.name](mine, theirs))
        except DecimalException:
            return []
    if site.name == "+" and isinstance(mine, str) and isinstance(theirs, str):
        return bounded_string(site, mine + theirs)
    if site.name in {"+", "-"} and isinstance(mine, Moment) and isinstance(theirs, Quantity):
        return moved(site, mine, theirs)
    if isinstance(mine, Quantity) or isinstance(theirs, Quantity):
        found = quantity_result(site.name, _quantity(mine), _quantity(theirs))
        if found is not None:
            return found
    raise site.error(
        f"« {site.name} » ne s’applique pas à ces valeurs.", f"“{site.name}” does not apply to these values."
    )


def _quantity(value: Any) -> Quantity | None:
    if is_number(value):
        return Quantity(Decimal(value), "1")
    return value if isinstance(value, Quantity) else None


for _name in _ON_NUMBERS:
    item_operator(_name)(computed)


@operator("&")
def concatenation(site: Site, left: Run, right: Run) -> Run:
    """Return both texts joined; nothing counts as an empty text."""

    def text(nodes: Nodes) -> str:
        return text_of_node(site, nodes) or ""

    return lambda scope: bounded_string(site, text(left(scope)) + text(right(scope)))
