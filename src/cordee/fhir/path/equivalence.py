"""When two items are alike, as `~` asks: case, spaces, order, precision do not count.

Source: http://hl7.org/fhirpath/N1/#equivalence
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cordee.fhir.path.equality import equal_values
from cordee.fhir.path.node import Nodes
from cordee.fhir.path.system_values import system_value
from cordee.fhir.path.values.moments import Moment
from cordee.fhir.path.values.quantities import Quantity, is_alike

UNORDERED_ITEMS_MAX = 1_000
"""Beyond so many items, each is compared with the one in its place only."""


def equivalent(left: Nodes, right: Nodes) -> bool:
    """Return whether both collections hold alike items, in any order; two empty ones are alike."""
    if len(left) != len(right):
        return False
    mine = [system_value(node) for node in left]
    waiting = [system_value(node) for node in right]
    return _match_all(mine, waiting)


def _match_all(mine: list[Any], waiting: list[Any]) -> bool:
    if len(mine) > UNORDERED_ITEMS_MAX:
        return all(alike(value, other) for value, other in zip(mine, waiting, strict=True))
    waiting = list(waiting)
    for value in mine:
        for index, other in enumerate(waiting):
            if alike(value, other):
                del waiting[index]
                break
        else:
            return False
    return True


def alike(mine: Any, theirs: Any) -> bool:  # noqa: PLR0911  (one line by kind of value)
    """Return whether two values are alike; never unknown."""
    if isinstance(mine, str) and isinstance(theirs, str):
        return folded(mine) == folded(theirs)
    if isinstance(mine, bool) or isinstance(theirs, bool):
        return mine is theirs
    if isinstance(mine, int | Decimal) and isinstance(theirs, int | Decimal):
        return _alike_numbers(Decimal(mine), Decimal(theirs))
    if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
        return is_alike(mine, theirs)
    if isinstance(mine, Moment) and isinstance(theirs, Moment):
        return equal_values(mine, theirs) is True
    if isinstance(mine, dict) and isinstance(theirs, dict):
        mine, theirs = _content(mine), _content(theirs)
        return mine.keys() == theirs.keys() and all(alike(value, theirs[key]) for key, value in mine.items())
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and _match_all(mine, theirs)
    return equal_values(mine, theirs) is True


def folded(text: str) -> str:
    """Return a text without what `~` overlooks: case and the width of spaces."""
    return " ".join(text.casefold().split())


def _content(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key != "id"}


def _alike_numbers(mine: Decimal, theirs: Decimal) -> bool:
    """Return whether two numbers are equal when rounded to the precision of the less precise."""
    exponents = [value.normalize().as_tuple().exponent for value in (mine, theirs)]
    coarsest = max(min(0, exponent) for exponent in exponents if isinstance(exponent, int))
    step = Decimal(1).scaleb(coarsest)
    try:
        return mine.quantize(step, ROUND_HALF_UP) == theirs.quantize(step, ROUND_HALF_UP)
    except ArithmeticError:
        return mine == theirs
