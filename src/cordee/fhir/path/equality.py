"""When two items are the same, as `=`, `distinct` and the set functions ask.

Source: http://hl7.org/fhirpath/N1/#equality
"""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from cordee.fhir.path.node import Node, Nodes
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.moments import Moment, compare, instant_key
from cordee.fhir.path.values.quantities import Quantity, canonical_key, compare_quantities


def distinct(nodes: Nodes) -> Nodes:
    """Return the items without those equal to an earlier one, in order."""
    if len(nodes) < 2:
        return nodes
    found: dict[Hashable, Node] = {}
    for node in nodes:
        found.setdefault(key_of(node), node)
    return list(found.values())


def keys(nodes: Nodes) -> set[Hashable]:
    """Return the items as a set of what makes them equal."""
    return {key_of(node) for node in nodes}


def key_of(node: Node) -> Hashable:
    """Return a hashable that two nodes share exactly when they are equal."""
    value = system_value(node)
    if isinstance(value, str):
        return value
    if value is None:
        return ("nothing", frozen(node.element))
    return frozen(value)


def frozen(value: Any) -> Hashable:
    """Return a value as a hashable that tells true from 1 and finds 1.0 and 1 equal."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return frozenset((name, frozen(item)) for name, item in value.items())
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, Moment):
        return instant_key(value)
    if isinstance(value, Quantity):
        return canonical_key(value)
    return value if isinstance(value, str | int | Decimal) else repr(value)


def equal(left: Nodes, right: Nodes) -> bool | None:
    """Return what `left = right` says: None when either is empty or precision does not tell."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    verdict: bool | None = True
    for mine, theirs in zip(left, right, strict=True):
        same = equal_items(mine, theirs)
        if same is False:
            return False
        verdict = verdict if same else None
    return verdict


def equal_items(left: Node, right: Node) -> bool | None:
    """Return whether two items are equal, None when their precision or units do not tell."""
    return equal_values(system_value(left), system_value(right))


def equal_values(mine: Any, theirs: Any) -> bool | None:
    """Return the same for System values."""
    if isinstance(mine, str) or isinstance(theirs, str):
        return bool(mine == theirs)
    if isinstance(mine, Moment) and isinstance(theirs, Moment):
        if (mine.kind == "Time") != (theirs.kind == "Time"):
            return False
        order = compare(mine, theirs)
        return None if order is None else order == 0
    if isinstance(mine, Quantity) or isinstance(theirs, Quantity):
        mine, theirs = _as_quantity(mine), _as_quantity(theirs)
        if mine is None or theirs is None:
            return False
        order = compare_quantities(mine, theirs)
        return None if order is None else order == 0
    return frozen(mine) == frozen(theirs)


def _as_quantity(value: Any) -> Quantity | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Quantity(Decimal(value), "1")
    return value if isinstance(value, Quantity) else None
