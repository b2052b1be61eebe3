"""A value of one type said in another close to it, as expressions and answers need: one table, nothing guessed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

UCUM = "http://unitsofmeasure.org"

TEXTS = frozenset({"string", "markdown", "code", "id", "uri", "url", "canonical", "oid", "uuid", "text"})
INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt"})
QUANTITIES = frozenset({"Quantity", "SimpleQuantity", "Duration", "Age", "Count", "Distance"})
_NUMBERS = INTEGERS | {"decimal"}
_DAY_CHARACTERS = 10

Form = Callable[[Any], Any]


def convert(own: str, value: Any, wanted: str) -> Any:
    """Return a value of type `own` as one of type `wanted`, or None when they are not close enough."""
    if own == wanted:
        return value
    for owns, wanteds, form in _FORMS:
        if own in owns and wanted in wanteds:
            return form(value)
    if wanted == "Reference" and isinstance(value, dict) and "resourceType" in value and "id" in value:
        return {"reference": f"{value['resourceType']}/{value['id']}"}
    return None


def plain(value: Any) -> Any:
    """Return a value as JSON: dates and quantities computed by an expression are written as FHIR writes them."""
    if value is None or isinstance(value, bool | int | str | Decimal | dict | list):
        return value
    if hasattr(value, "unit") and hasattr(value, "value"):
        unit = str(value.unit)
        return {"value": value.value, "unit": unit, "system": UCUM, "code": unit}
    return str(value)


def _same(value: Any) -> Any:
    return value


def _first_coding(value: Any) -> Any:
    return next(iter(value.get("coding", ())), None)


def _said(value: Any) -> Any:
    """Return what a CodeableConcept reads as."""
    return value.get("text") or _display(_first_coding(value) or {})


def _display(value: Any) -> Any:
    return value.get("display") or value.get("code")


def _whole(value: Any) -> int | None:
    return int(value) if value == int(value) else None


def _reference(value: Any) -> Any:
    return {"reference": value} if "/" in value else None


_CODES = frozenset({"code"})
_WORDS = TEXTS - _CODES
_FORMS: tuple[tuple[frozenset[str], frozenset[str], Form], ...] = (
    (TEXTS, TEXTS, _same),
    (frozenset({"date"}), frozenset({"dateTime"}), _same),
    (frozenset({"instant"}), frozenset({"dateTime"}), _same),
    (frozenset({"dateTime", "instant"}), frozenset({"date"}), lambda value: value[:_DAY_CHARACTERS]),
    (frozenset({"Coding"}), frozenset({"CodeableConcept"}), lambda value: {"coding": [value]}),
    (frozenset({"CodeableConcept"}), frozenset({"Coding"}), _first_coding),
    (frozenset({"Coding"}), _CODES, lambda value: value.get("code")),
    (frozenset({"Coding"}), _WORDS, _display),
    (frozenset({"CodeableConcept"}), _CODES, lambda value: (_first_coding(value) or {}).get("code")),
    (frozenset({"CodeableConcept"}), _WORDS, _said),
    (TEXTS, frozenset({"CodeableConcept", "Annotation"}), lambda value: {"text": value}),
    (TEXTS, frozenset({"Reference"}), _reference),
    (_NUMBERS, QUANTITIES, lambda value: {"value": value}),
    (INTEGERS, _NUMBERS, _same),
    (frozenset({"decimal"}), INTEGERS, _whole),
    (QUANTITIES, QUANTITIES, _same),
    (QUANTITIES, frozenset({"decimal"}), lambda value: value.get("value")),
)
