"""The values of a statement, named as they are added."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Bound:
    """Names the values of a statement p0, p1, … and keeps those of the query apart from those of the predicate."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.types: dict[str, str] = {}
        self._made: dict[Hashable, Any] = {}

    def add(self, value: Any, type_: str) -> str:
        """Keep a value and return the placeholder that stands for it, of that SQL type whatever the value's size."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        self.types[name] = type_
        return f"%({name})s::{type_}"

    def texts(self, values: list[str]) -> str:
        """Return a placeholder for a set of texts, to be compared with `= ANY(…)`; one alone is compared as it is."""
        if len(values) == 1:
            return self.add(values[0], "text")
        return f"ANY({self.add(values, 'text[]')})"

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave the first time it was asked for in this statement, its values added once."""
        if what not in self._made:
            self._made[what] = make()
        found: T = self._made[what]
        return found
