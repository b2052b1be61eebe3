"""Token values: codes, identifiers, contact points, flags."""

from collections.abc import Iterator
from typing import Any


def token_values(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the (system, code) pairs of an element; texts without a code yield nothing.

    Source: https://hl7.org/fhir/R4/search.html#token
    """
    match type(value).__name__:
        case "str":
            yield "", value
        case "bool":
            yield "", "true" if value else "false"
        case "CodeableConcept":
            for coding in value.coding or ():
                if coding.code is not None:
                    yield coding.system or "", coding.code
        case "Coding":
            if value.code is not None:
                yield value.system or "", value.code
        case "Identifier" | "ContactPoint":
            if value.value is not None:
                yield (value.system or "" if type(value).__name__ == "Identifier" else ""), value.value
