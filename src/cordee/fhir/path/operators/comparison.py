"""Ordering.

Source: http://hl7.org/fhirpath/N1/#comparison
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cordee.fhir.path.node import Node, Nodes, boolean
from cordee.fhir.path.operators.registry import item_operator
from cordee.fhir.path.site import Site
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.moments import Moment, compare, read_date, read_datetime, read_time
from cordee.fhir.path.values.quantities import Quantity, compare_quantities

_READERS = {"Date": read_date, "DateTime": read_datetime, "Time": read_time}


def order(site: Site, left: Node, right: Node) -> int | None:
    """Return -1, 0 or 1; None when precision or units do not tell.

    Raises: PathEvaluationError when the two cannot be put in an order.
    """
    mine, theirs = system_value(left), system_value(right)
    if isinstance(mine, Moment) and isinstance(theirs, str):
        theirs = _READERS[mine.kind](theirs) or theirs
    elif isinstance(theirs, Moment) and isinstance(mine, str):
        mine = _READERS[theirs.kind](mine) or mine
    if is_number(mine) and is_number(theirs):
        return int(mine > theirs) - int(mine < theirs)
    if isinstance(mine, str) and isinstance(theirs, str):
        return int(mine > theirs) - int(mine < theirs)
    if (
        isinstance(mine, Moment)
        and isinstance(theirs, Moment)
        and (mine.kind == "Time") == (theirs.kind == "Time")
    ):
        return compare(mine, theirs)
    if isinstance(mine, Quantity) and is_number(theirs):
        theirs = Quantity(Decimal(theirs), "1")
    elif isinstance(theirs, Quantity) and is_number(mine):
        mine = Quantity(Decimal(mine), "1")
    if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
        return compare_quantities(mine, theirs)
    raise site.error("Ces deux valeurs ne se comparent pas.", "These two values have no order.")


def is_number(value: Any) -> bool:
    """Return whether this is an integer or decimal, not a boolean."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _comparison(name: str, accepts: Callable[[int], bool]) -> None:
    @item_operator(name)
    def act(site: Site, left: Node, right: Node) -> Nodes:
        if left.value is None or right.value is None:
            return []
        found = order(site, left, right)
        return [] if found is None else boolean(accepts(found))


_comparison("<", lambda found: found < 0)
_comparison("<=", lambda found: found <= 0)
_comparison(">", lambda found: found > 0)
_comparison(">=", lambda found: found >= 0)
