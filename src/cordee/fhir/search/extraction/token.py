"""Token rows: codes, identifiers, contact points, flags. Source: https://hl7.org/fhir/R4/search.html#token"""

from functools import lru_cache
from typing import Any

from cordee.fhir.normalized import normalize
from cordee.fhir.search.extraction.string import TEXT_MAX_CHARS
from cordee.fhir.search.extraction.writing import INSTANT_TYPES, NUMBER_TYPES, TEXT_TYPES, Write
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

DISPLAYS_KEPT = 4096  # normalized texts of terminologies, which come again and again

_PLAIN = TEXT_TYPES | NUMBER_TYPES | INSTANT_TYPES | {"boolean", "time"}
_normal_display = lru_cache(DISPLAYS_KEPT)(normalize)


def writer(type_name: str, source: RowSource) -> Write | None:
    """Return what writes (number, system, code, part), with texts for `:text` and typed identifiers for `:of-type`."""
    number = source.number()
    if type_name in _PLAIN:

        def write_plain(value: Any, rows: IndexValues, part: int) -> None:
            if not isinstance(value, (dict, list)):
                text = value if isinstance(value, str) else _written(value)
                rows.tokens.append((number, "", text, part))

        return write_plain
    make = _MAKERS.get(type_name)
    return make(source) if make else None


def _concept(source: RowSource) -> Write:
    coding, number, texts = _coding(source), source.number(), source.number("text")

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if not isinstance(value, dict):
            return
        codings = value.get("coding")
        if isinstance(codings, list) and codings:
            for one in codings:
                coding(one, rows, part)
        else:
            rows.tokens.append((number, "", "", part))
        _add_text(rows, texts, value.get("text"), part)

    return write


def _coding(source: RowSource) -> Write:
    number, texts = source.number(), source.number("text")

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            rows.tokens.append((number, _text(value, "system"), _text(value, "code"), part))
            _add_text(rows, texts, value.get("display"), part)

    return write


def _identifier(source: RowSource) -> Write:
    number, texts, typed = source.number(), source.number("text"), source.number("of-type")

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if not isinstance(value, dict):
            return
        code = _text(value, "value")
        rows.tokens.append((number, _text(value, "system"), code, part))
        kind = value.get("type")
        if not isinstance(kind, dict):
            return
        _add_text(rows, texts, kind.get("text"), part)
        for coding in kind.get("coding") or ():
            if isinstance(coding, dict) and code:
                rows.tokens.append((typed, f"{_text(coding, 'system')}|{_text(coding, 'code')}", code, part))

    return write


def _contact_point(source: RowSource) -> Write:
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            rows.tokens.append((number, "", _text(value, "value"), part))

    return write


def _quantity(source: RowSource) -> Write:
    number = source.number()

    def write(value: Any, rows: IndexValues, part: int) -> None:
        if isinstance(value, dict):
            rows.tokens.append((number, _text(value, "system"), _text(value, "code"), part))

    return write


_MAKERS = {
    "CodeableConcept": _concept,
    "Coding": _coding,
    "Identifier": _identifier,
    "ContactPoint": _contact_point,
    "Quantity": _quantity,
}


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _add_text(rows: IndexValues, number: int, text: Any, part: int) -> None:
    if isinstance(text, str) and text:
        text = text[:TEXT_MAX_CHARS]
        rows.strings.append((number, _normal_display(text), text, part))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
