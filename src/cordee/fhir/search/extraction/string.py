"""String rows: texts, and every part of a name or an address. Source: https://hl7.org/fhir/R4/search.html#string"""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.normalized import normalize
from cordee.fhir.search.extraction.writing import INSTANT_TYPES, NUMBER_TYPES, TEXT_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

TEXT_MAX_CHARS = 1000
"""What is kept of a text; beginnings beyond are not told apart."""

_PARTS: dict[str, tuple[str, ...]] = {
    "HumanName": ("text", "family", "given", "prefix", "suffix"),
    "Address": ("text", "line", "city", "district", "state", "postalCode", "country"),
    "CodeableConcept": ("text", "coding"),
    "Coding": ("display",),
    "Annotation": ("text",),
    "ContactPoint": ("value",),
    "Identifier": ("value",),
    "Reference": ("display",),
    "Attachment": ("title",),
    "ContactDetail": ("name",),
}
_PLAIN = TEXT_TYPES | NUMBER_TYPES | INSTANT_TYPES | {"boolean", "time"}


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, normalized, exact, part) for each text of a value."""
    number = source.number()

    def write_text(value: Any, rows: IndexValues, part: int) -> None:
        text = value if isinstance(value, str) else _written(value)
        if text:
            text = text[:TEXT_MAX_CHARS]
            rows.strings.append((number, normalize(text), text, part))

    if type_name in _PLAIN:
        return write_text
    parts = _PARTS.get(type_name)
    if parts is None:
        return None

    def write_parts(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            for text in _texts(value, parts):
                write_text(text, rows, part)

    return write_parts


def _texts(value: dict[str, Any], parts: tuple[str, ...]) -> Iterator[str]:
    for name in parts:
        found = value.get(name)
        if isinstance(found, str):
            yield found
        elif isinstance(found, list):
            for item in found:
                text = item.get("display") if isinstance(item, dict) else item
                if isinstance(text, str):
                    yield text


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if isinstance(value, (dict, list)) or value is None else str(value)
