"""What a caller gave an operation, checked against its definition."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cordee.fhir.json_value import Json


class Arguments:
    """The values of an operation's parameters, by name; each was checked, so that a handler only reads.

    Values are plain JSON; a parameter made of parts is an `Arguments` of its own.
    """

    def __init__(self, values: Mapping[str, Sequence[Any]]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def many(self, name: str) -> list[Any]:
        """Return every value given under a name, in order; none is an empty list."""
        return list(self._values.get(name, ()))

    def one(self, name: str) -> Any:
        """Return the first value given under a name, or None."""
        return next(iter(self._values.get(name, ())), None)

    def text(self, name: str) -> str | None:
        """Return a value of a textual type: string, code, uri, date…"""
        value = self.one(name)
        return value if isinstance(value, str) else None

    def flag(self, name: str) -> bool:
        """Return a boolean, False when it was not given."""
        return self.one(name) is True

    def number(self, name: str) -> int | Decimal | None:
        """Return a number, or None."""
        value = self.one(name)
        return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None

    def content(self, name: str) -> Json | None:
        """Return a resource or a complex value as a JSON object, or None."""
        value = self.one(name)
        return value if isinstance(value, dict) else None

    def parts(self, name: str) -> list["Arguments"]:
        """Return the occurrences of a parameter made of parts."""
        return [value for value in self.many(name) if isinstance(value, Arguments)]
