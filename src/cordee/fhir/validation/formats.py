"""The format of each primitive type: its JSON type, then its text, as `cordee.fhir.primitives` has them."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cordee.fhir import primitives
from cordee.fhir.wording import FORMAT_WORDS, TYPE_WORDS

STRING_CHARACTERS_MAX = 1_048_576
"""The most characters R4 lets a string have."""

_INT32_MAX = 2_147_483_647
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOWEST = {"integer": -_INT32_MAX - 1, "unsignedInt": 0, "positiveInt": 1}
_PATTERNS = {
    "code": primitives.CODE_PATTERN,
    "id": primitives.ID_PATTERN,
    "uri": primitives.URI_PATTERN,
    "url": primitives.URI_PATTERN,
    "canonical": primitives.URI_PATTERN,
    "oid": primitives.OID_PATTERN,
    "uuid": primitives.UUID_PATTERN,
    "base64Binary": primitives.BASE64_PATTERN,
    "xhtml": primitives.XHTML_PATTERN,
    "date": primitives.DATE_PATTERN,
    "dateTime": primitives.DATE_TIME_PATTERN,
    "instant": primitives.INSTANT_PATTERN,
    "time": primitives.TIME_PATTERN,
}
_NOT_TEXT = {"boolean": "bool", "decimal": "decimal", **dict.fromkeys(_LOWEST, "int")}
_MATCHES: dict[str, Callable[[str], Any]] = {
    name: re.compile(f"(?a){pattern}").match for name, pattern in _PATTERNS.items()
}

PRIMITIVES = frozenset({*_PATTERNS, *_LOWEST, "boolean", "decimal", "string", "markdown"})
"""The primitive types of R4."""

Words = tuple[str, str, str]
"""An IssueType, and what was expected in French and English."""


def kind_words(kind: str) -> tuple[str, str]:
    """Return what JSON has for a type, in French and English."""
    if kind not in PRIMITIVES:
        return TYPE_WORDS["object"]
    return TYPE_WORDS[_NOT_TEXT.get(kind, "str")]


def format_fault(kind: str, value: Any) -> Words | None:
    """Return what was expected of a value of primitive type `kind`, or None when its format is right."""
    if isinstance(value, str):
        return _text_fault(kind, value)
    if kind == "boolean":
        return None if isinstance(value, bool) else _type_fault("bool")
    if kind in _LOWEST:
        return _integer_fault(kind, value)
    if kind == "decimal":
        is_number = isinstance(value, int | Decimal | float) and not isinstance(value, bool)
        return None if is_number else _type_fault("decimal")
    return _type_fault("str")


def _text_fault(kind: str, value: str) -> Words | None:
    if kind in _NOT_TEXT:
        return _type_fault(_NOT_TEXT[kind])
    matches = _MATCHES.get(kind)
    if not value:
        return "value", "un texte non vide", "a non-empty string"
    if _CONTROL.search(value):
        return "value", "un texte sans caractère de contrôle", "a string without control characters"
    if len(value) > STRING_CHARACTERS_MAX and kind not in {"base64Binary", "xhtml"}:
        return "too-long", "un texte d’un million de caractères au plus", "a string of at most 1 MB"
    if matches is not None and matches(value) is None:
        french, english = FORMAT_WORDS["uri" if kind in {"url", "canonical"} else kind]
        return "value", french, english
    return None


def _integer_fault(kind: str, value: Any) -> Words | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return _type_fault("int")
    lowest = _LOWEST[kind]
    if lowest <= value <= _INT32_MAX:
        return None
    bounds = f"{lowest} … {_INT32_MAX}"
    return "value", f"un nombre entier, {bounds}", f"an integer, {bounds}"


def _type_fault(name: str) -> Words:
    french, english = TYPE_WORDS[name]
    return "structure", french, english
