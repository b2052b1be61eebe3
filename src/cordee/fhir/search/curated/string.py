"""String values: texts, and every part of a name or an address."""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.search.normalized import normalize

_NAME_PARTS = ("text", "family", "given", "prefix", "suffix")
_ADDRESS_PARTS = ("text", "line", "city", "district", "state", "postalCode", "country")


def string_values(value: Any) -> Iterator[str]:
    """Yield the normalized texts of an element."""
    if isinstance(value, str):
        yield normalize(value)
    elif type(value).__name__ == "HumanName":
        yield from _parts(value, _NAME_PARTS)
    elif type(value).__name__ == "Address":
        yield from _parts(value, _ADDRESS_PARTS)


def _parts(value: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        part = getattr(value, name)
        if isinstance(part, str):
            yield normalize(part)
        elif part is not None:
            yield from (normalize(item) for item in part if item)
