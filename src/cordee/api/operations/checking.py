"""Check one given value against the parameter it is for, and give it the one form handlers know."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from cordee.api.operations.definition import ANY_RESOURCE, Parameter
from cordee.fhir import RESOURCE_TYPES, decode
from cordee.fhir.json_value import Json, write_json
from cordee.kernel.errors import InvalidResourceError, Issue

_FAMILIES = (
    frozenset({"string", "code", "uri", "url", "canonical", "id", "markdown", "oid", "uuid"}),
    frozenset({"integer", "positiveInt", "unsignedInt"}),
    frozenset({"date", "dateTime", "instant"}),
)
_OPEN = frozenset({"Element", "Any"})  # any type, said by the property that holds the value
_VALUE = "Parameters.parameter[0]"
_TYPED = re.compile(r"^.*?\.value\.ofType\(\w+\)")


def value_key(type_: str) -> str:
    """Return the property of a Parameters entry that holds a type: `valueString`."""
    return f"value{type_[:1].upper()}{type_[1:]}"


def check_value(parameter: Parameter, entry: Json, place: str) -> tuple[Any, list[Issue]]:
    """Return the value of one entry, or the issues it has.

    A textual type passes for another one when its format is right (`valueString` for a code); so do integers and
    dates among themselves, and a Reference where a string is searched as a reference.
    """
    found = [name for name in entry if name.startswith("value")]
    if len(found) != 1:
        return None, [_expected(parameter, place)]
    name, value = found[0], entry[found[0]]
    if parameter.search_type == "reference" and isinstance(value, dict):
        value = value.get("reference")
        if not isinstance(value, str):
            return None, [_expected(parameter, place)]
    elif parameter.type not in _OPEN and not _fits(name, parameter.type):
        return None, [_expected(parameter, place)]
    key = name if parameter.type in _OPEN else value_key(parameter.type)
    kept = {other: held for other, held in entry.items() if other != name}
    said = "" if place.startswith("http.") else ".value"
    return value, [
        msgspec.structs.replace(issue, expression=_TYPED.sub(place + said, issue.expression, count=1))
        for issue in _structure({**kept, key: value}, place)
    ]


def check_resource(parameter: Parameter, content: Any, place: str, *, checks: bool) -> list[Issue]:
    """Return the issues of a resource: of another type than the parameter's, or against its R4 definition."""
    type_ = content.get("resourceType") if isinstance(content, dict) else None
    if parameter.type not in ANY_RESOURCE and type_ != parameter.type:
        return [_expected(parameter, place)]
    if not isinstance(type_, str) or type_ not in RESOURCE_TYPES:
        return [_expected(parameter, place)]
    if not checks:
        return []
    return list(_moved(lambda: decode(write_json(content)), type_, place))


def _fits(name: str, type_: str) -> bool:
    if name == value_key(type_):
        return True
    family = next((one for one in _FAMILIES if type_ in one), frozenset())
    return any(name == value_key(other) for other in family)


def _structure(entry: Json, place: str) -> Iterator[Issue]:
    content = write_json({"resourceType": "Parameters", "parameter": [entry]})
    return _moved(lambda: decode(content, "Parameters"), _VALUE, place)


def _moved(check: Any, root: str, place: str) -> Iterator[Issue]:
    """Yield what a check refuses, with the path it has in what the caller sent."""
    try:
        check()
    except InvalidResourceError as error:
        for issue in error.issues:
            rest = issue.expression.removeprefix(root) if issue.expression.startswith(root) else ""
            yield msgspec.structs.replace(issue, expression=place + rest)


def _expected(parameter: Parameter, place: str) -> Issue:
    what = "Resource" if parameter.type in ANY_RESOURCE else parameter.type or "part"
    return Issue(
        message_fr=f"Le paramètre « {parameter.name} » est de type {what}.",
        message_en=f"The parameter '{parameter.name}' is of type {what}.",
        expression=place,
        code="value",
    )
