"""Decode and encode published files, and compare what came in with what comes out, to the digit."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cordee.fhir import decode, encode
from cordee.kernel.errors import InvalidResourceError
from tests.conformance.fhir.published import Example


def failures(examples: Iterable[Example]) -> tuple[int, dict[str, str]]:
    """Return how many examples there were, and, for those refused or changed, where the first finding stands."""
    count, failed = 0, dict[str, str]()
    for count, example in enumerate(examples, 1):  # noqa: B007 - the last number is the count
        try:
            if read_digits(encode(decode(example.content))) != read_digits(example.content):
                failed[example.name] = "changed"
        except InvalidResourceError as error:
            failed[example.name] = error.issues[0].expression
    return count, failed


def read_digits(content: bytes) -> Any:
    """Return the JSON with every decimal as written."""
    return json.loads(content, parse_float=_Digits)


class _Digits(Decimal):
    """A decimal equal only to one written with the same digits, exponents aside."""

    def __eq__(self, other: object) -> bool:
        same_exponent = isinstance(other, Decimal) and self.as_tuple().exponent == other.as_tuple().exponent
        return same_exponent and super().__eq__(other)

    __hash__ = Decimal.__hash__
