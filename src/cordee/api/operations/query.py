"""Parameters from a query string, as the entries of a Parameters resource would give them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from cordee.api.call import Pairs
from cordee.api.operations.checking import value_key
from cordee.api.operations.definition import Parameter
from cordee.fhir.json_value import Json
from cordee.kernel.errors import Issue

_NOT_PARAMETERS = frozenset({"_format", "_pretty"})
_INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt"})
_INTEGER = re.compile(r"-?[0-9]{1,10}")


def entries_of_query(
    pairs: Pairs, inputs: dict[str, Parameter]
) -> tuple[list[tuple[str, Json]], list[Issue]]:
    """Return place and entry of each pair, and the issues of those a query string cannot carry."""
    entries, issues = list[tuple[str, Json]](), list[Issue]()
    for name, text in pairs:
        if name in _NOT_PARAMETERS:
            continue
        parameter, place = inputs.get(name), f"http.{name}"
        if parameter is None:
            entries.append((place, {"name": name}))
        elif parameter.type == "Reference":
            entries.append((place, {"name": name, "valueReference": {"reference": text}}))
        elif not parameter.is_primitive:
            issues.append(_needs_body(name, place))
        else:
            entries.append((place, {"name": name, value_key(parameter.type): _value(parameter.type, text)}))
    return entries, issues


def _value(type_: str, text: str) -> Any:
    """Return the JSON value a text stands for; one that stands for none stays a text and is refused as such."""
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if type_ in _INTEGERS and _INTEGER.fullmatch(text):
        return int(text)
    if type_ == "decimal":
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text


def _needs_body(name: str, place: str) -> Issue:
    return Issue(
        message_fr=f"« {name} » ne tient pas dans une adresse : envoyez une ressource Parameters par POST.",
        message_en=f"'{name}' does not fit into an address: POST a Parameters resource.",
        expression=place,
        code="not-supported",
    )
