"""Places in the JSON of a resource, and the closures that walk them."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.search.extraction.writing import Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.literal import split_reference

Visit = Callable[[Any, IndexValues, int], None]
"""Called with the value of a property: one element or a list of them."""


class Spot:
    """One place under construction: what is written of an element there, and the places below it."""

    def __init__(self) -> None:
        self.below: dict[str, Spot] = {}
        self.filtered: dict[tuple[str, str], Spot] = {}
        self.leading: dict[str, Spot] = {}
        self.writes: list[Write] = []
        self.counts = False
        """Whether elements here give their ordinal to the rows below."""

    def child(self, key: str) -> "Spot":
        """Return the place of a property below."""
        return self.below.setdefault(key, Spot())

    def where(self, key: str, expected: str) -> "Spot":
        """Return this place for those elements whose property has a value."""
        return self.filtered.setdefault((key, expected), Spot())

    def leading_to(self, target: str) -> "Spot":
        """Return this place for references to a resource type."""
        return self.leading.setdefault(target, Spot())


def visit_of(spot: Spot) -> Visit:
    """Return the closure that walks a place; null items of lists are passed over."""
    one = _one_of(spot)
    if spot.counts:

        def visit_counting(value: Any, rows: IndexValues, part: int) -> None:
            for ordinal, item in enumerate(value if type(value) is list else (value,), 1):
                one(item, rows, ordinal)

        return visit_counting

    def visit(value: Any, rows: IndexValues, part: int) -> None:
        if type(value) is list:
            for item in value:
                if item is not None:
                    one(item, rows, part)
        else:
            one(value, rows, part)

    return visit


def _one_of(spot: Spot) -> Visit:
    """Return the closure for one element."""
    writes: tuple[Visit, ...] = tuple(spot.writes)
    writes += tuple(_filtered(key, expected, _one_of(one)) for (key, expected), one in spot.filtered.items())
    writes += tuple(_leading(target, _one_of(one)) for target, one in spot.leading.items())
    below = {key: visit_of(one) for key, one in spot.below.items()}
    if below:
        writes += (_below(below),)
    if len(writes) == 1:
        return writes[0]

    def every(value: Any, rows: IndexValues, part: int) -> None:
        for write in writes:
            write(value, rows, part)

    return every


def _below(visits: dict[str, Visit]) -> Visit:
    if len(visits) == 1:
        ((key, only),) = visits.items()

        def below_one(value: Any, rows: IndexValues, part: int) -> None:
            if type(value) is dict and key in value:
                only(value[key], rows, part)

        return below_one

    def below(value: Any, rows: IndexValues, part: int) -> None:
        if type(value) is dict:
            for key, found in value.items():
                visit = visits.get(key)
                if visit is not None:
                    visit(found, rows, part)

    return below


def _filtered(key: str, expected: str, then: Visit) -> Visit:
    def filtered(value: Any, rows: IndexValues, part: int) -> None:
        if type(value) is dict and value.get(key) == expected:
            then(value, rows, part)

    return filtered


def _leading(target: str, then: Visit) -> Visit:
    def leading(value: Any, rows: IndexValues, part: int) -> None:
        text = value.get("reference") if type(value) is dict else value
        if isinstance(text, str) and split_reference(text)[0].rpartition("/")[2] == target:
            then(value, rows, part)

    return leading
