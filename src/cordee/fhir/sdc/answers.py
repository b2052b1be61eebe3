"""Answers of a QuestionnaireResponse: from a value to an answer of an item's type, and back."""

from typing import Any

from cordee.fhir.conversions import plain
from cordee.fhir.json_value import Json
from cordee.fhir.path import Node
from cordee.fhir.placing import UnplaceableError, fitted
from cordee.fhir.sdc.enabling import is_same
from cordee.fhir.sdc.points import with_points_of_option

TYPES: dict[str, tuple[str, ...]] = {
    "boolean": ("boolean",),
    "decimal": ("decimal",),
    "integer": ("integer",),
    "date": ("date",),
    "dateTime": ("dateTime",),
    "time": ("time",),
    "string": ("string",),
    "text": ("string",),
    "url": ("uri",),
    "choice": ("Coding",),
    "open-choice": ("Coding", "string"),
    "attachment": ("Attachment",),
    "reference": ("Reference",),
    "quantity": ("Quantity",),
}


def answer_of(item: Json, node: Node) -> Json | None:
    """Return a value as an answer of a question, or None when it has no form that fits.

    For a choice, a code or a text stands for the option that has it, and of codes only those among its options are
    answers.
    """
    types = TYPES.get(item.get("type", ""), ())
    if types[:1] == ("Coding",) and isinstance(node.value, str):
        option = _option(item, node.value)
        if option is not None:
            return {"valueCoding": option}
    try:
        type_, value = fitted(node, types)
    except UnplaceableError:
        return None
    if type_ == "Coding" and (options := _codings(item)):
        option = next((one for one in options if is_same(value, one)), None)
        return None if option is None else {"valueCoding": option}
    return {f"value{type_[:1].upper()}{type_[1:]}": value}


def node_of(answer: Json) -> Node | None:
    """Return the value of an answer with its type, or None when it has none."""
    for name, value in answer.items():
        if name.startswith("value"):
            type_ = name.removeprefix("value")
            own = type_ if isinstance(value, dict) else type_[:1].lower() + type_[1:]
            return Node(plain(value), own)
    return None


def _codings(item: Json) -> list[Json]:
    options = ((one, one.get("valueCoding")) for one in item.get("answerOption", ()))
    return [with_points_of_option(coding, one) for one, coding in options if isinstance(coding, dict)]


def _option(item: Json, text: str) -> Any:
    codings = _codings(item)
    by_code = next((one for one in codings if one.get("code") == text), None)
    return by_code or next((one for one in codings if one.get("display") == text), None)
