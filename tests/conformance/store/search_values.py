"""What somebody who reads a resource would search it by: values written from its JSON and the published definitions.

Nothing here knows the index or how it is filled: an element is found by the path its SearchParameter names, and its
value is written as the R4 page on search says.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.json_value import Json
from cordee.fhir.path import Environment, Node, PathError, compile_path

VALUES_MAX = 3
"""Elements of one resource that each parameter is tried with."""
BEGINNING_CHARS = 25
CONTAINED_CHARS = 400
KEPT_CHARS = 1_000
"""What the index keeps of a text, as docs/search.md says."""

EVERY_TYPE = ("Resource", "DomainResource")
WITHOUT_ELEMENT = frozenset({"_text", "_content", "_query", "_filter", "_id", "_lastUpdated"})
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?$")
IN_THE_WRONG_ORDER = "http://hl7.org/fhir/SearchParameter/DocumentReference-relationship"
"""Its components name each other's parameter; SPEC_CLARIFICATIONS.md says how it is read."""
CURRENCIES = "urn:iso:std:iso:4217"


def searches_of(content: Json) -> list[tuple[str, str]]:
    """Return the pairs of a request, parameter with modifier and value, that must each find a resource."""
    return list(
        dict.fromkeys(
            (definition["code"] + modifier, value)
            for definition in _definitions(registry(), content["resourceType"])
            for modifier, value in _pairs(definition, content)
        )
    )


@cache
def _definitions(known: Registry, resource_type: str) -> list[Json]:
    return [
        one
        for one in known.all("SearchParameter")
        if {resource_type, *EVERY_TYPE} & set(one.get("base", ()))
        and one.get("expression")
        and one["code"] not in WITHOUT_ELEMENT
    ]


def _pairs(definition: Json, content: Json) -> Iterator[tuple[str, str]]:
    nodes = _found(definition["expression"], content["resourceType"], content, content)[:VALUES_MAX]
    for node in nodes:
        if definition["type"] == "composite":
            yield from (("", value) for value in _composites(definition, node, content))
        else:
            yield from values(definition, node)


def _found(expression: str, type_name: str, start: Any, content: Json) -> list[Node]:
    try:
        return list(compile_path(expression, type_name)(start, Environment(resource=content)))
    except PathError:
        return []


def _composites(definition: Json, node: Node, content: Json) -> Iterator[str]:
    """Yield `part$part` for one element, each component by the first value it has there."""
    parts: list[str] = []
    expressions = [one["expression"] for one in definition["component"]]
    if definition["url"] == IN_THE_WRONG_ORDER:
        expressions.reverse()
    for component, expression in zip(definition["component"], expressions, strict=True):
        named = registry().get("SearchParameter", component["definition"])
        found = (
            value
            for one in _found(expression, node.type, node, content)
            for modifier, value in values(named or {}, one)
            if not modifier and not value.endswith("|")
        )
        first = next(found, None)
        if first is None:
            return
        parts.append(first)
    yield "$".join(parts)


def values(definition: Json, node: Node) -> Iterator[tuple[str, str]]:
    """Yield the modifier, empty or `:exact`…, and value that must find an element by a parameter."""
    if node.type == "Extension" and isinstance(node.value, dict):
        for one in compile_path("value", "Extension")(node):
            yield from values(definition, one)
    elif node.value is None:
        return
    elif definition.get("type") == "reference":
        yield from _reference(node.type, node.value, set(definition.get("target", ())))
    elif definition.get("type") in _KINDS:
        yield from _KINDS[definition["type"]](node.type, node.value)


def escaped(text: str) -> str:
    r"""Return a text with what R4 escapes in a value: `\ , | $`."""
    for character in "\\,|$":
        text = text.replace(character, f"\\{character}")
    return text


def _string(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    for text in _texts(type_name, value):
        beginning = text[:BEGINNING_CHARS].strip()
        if any(map(str.isalnum, beginning)):
            yield "", escaped(beginning)
            words = [
                word
                for word in text[:CONTAINED_CHARS].split()
                if any(map(str.isalnum, word[:BEGINNING_CHARS]))
            ]
            yield ":contains", escaped(words[-1][:BEGINNING_CHARS])
        if len(text) <= KEPT_CHARS:
            yield ":exact", escaped(text)


_PARTS = {
    "HumanName": ("text", "family", "given", "prefix", "suffix"),
    "Address": ("text", "line", "city", "district", "state", "postalCode", "country"),
    "CodeableConcept": ("text",),
}


def _texts(type_name: str, value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    found: list[str] = []
    for name in _PARTS.get(type_name, ()):
        part = value.get(name)
        found += part if isinstance(part, list) else [part] if part else []
    return [text for text in found if text]


def _token(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    match type_name:
        case "CodeableConcept":
            for coding in value.get("coding", ()):
                yield from _coded(coding.get("system"), coding.get("code"))
            for text in _texts(type_name, value):
                if any(map(str.isalnum, text[:BEGINNING_CHARS])):
                    yield ":text", escaped(text[:BEGINNING_CHARS])
        case "Coding" | "Quantity":
            yield from _coded(value.get("system"), value.get("code"))
        case "Identifier":
            yield from _coded(value.get("system"), value.get("value"))
            for coding in value.get("type", {}).get("coding", ()):
                if coding.get("system") and coding.get("code") and value.get("value"):
                    parts = (coding["system"], coding["code"], value["value"])
                    yield ":of-type", "|".join(map(escaped, parts))
        case "ContactPoint":
            yield from _coded(None, value.get("value"))
        case _ if isinstance(value, bool):
            yield "", "true" if value else "false"
        case _ if not isinstance(value, (dict, list)):
            yield "", escaped(str(value))


def _coded(system: str | None, code: str | None) -> Iterator[tuple[str, str]]:
    if code:
        yield "", escaped(code)
        yield "", f"{escaped(system or '')}|{escaped(code)}"
    if system:
        yield "", f"{escaped(system)}|"


def _reference(type_name: str, value: Any, targets: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if type_name in ("canonical", "uri", "url") and ":" in value:
            yield "", escaped(value)
            yield "", escaped(value.partition("|")[0])
        return
    if not isinstance(value, dict):
        return
    if "resourceType" in value:  # the resource a Bundle starts with, in place
        yield from (("", f"{value['resourceType']}/{value['id']}"),) if "id" in value else ()
        return
    literal = value.get("reference", "")
    if literal and not literal.startswith("#"):
        yield "", escaped(literal)
        target, _, id_ = literal.partition("/_history/")[0].rpartition("/")
        if target in targets or (target.isalpha() and not targets):
            yield f":{target}", id_
            yield "", id_
    identifier = value.get("identifier", {})
    if identifier.get("value"):
        yield ":identifier", f"{escaped(identifier.get('system', ''))}|{escaped(identifier['value'])}"
        yield ":identifier", escaped(identifier["value"])


def _date(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if type_name == "string" and not _DATE.match(value):
            return  # the parameter reads an element that may also be said in words
        yield "", value
        yield "", f"ge{value}"
        yield "", f"le{value}"
        yield "", value[:4]
        return
    events = value.get("event", ()) if isinstance(value, dict) else ()
    if events:
        yield "", f"ge{min(events)}"
        yield "", f"le{max(events)}"
        return
    period = value if type_name == "Period" else value.get("repeat", {}).get("boundsPeriod", {})
    if period.get("start"):
        yield "", f"ge{period['start']}"
        yield "", f"sa{int(period['start'][:4]) - 1:04}"
        yield "", f"ap{period['start']}"
    if period.get("end"):
        yield "", f"le{period['end']}"
        yield "", f"eb{int(period['end'][:4]) + 1:04}"


def _number(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        low, high = (value.get(end, {}).get("value") for end in ("low", "high"))
        yield from (("", f"ge{low}"),) if low is not None else ()
        yield from (("", f"le{high}"),) if high is not None else ()
        return
    yield "", str(value)
    yield "", f"ge{value}"
    yield "", f"le{value}"
    yield "", f"ap{value}"


def _quantity(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    match type_name:
        case "Money":
            yield from _measured(value.get("value"), CURRENCIES, value.get("currency"), "")
        case "Range":
            for prefix, end in (("ge", "low"), ("le", "high")):
                edge = value.get(end, {})
                yield from _measured(edge.get("value"), edge.get("system"), edge.get("code"), prefix)
        case "SampledData":
            return
        case _:
            prefix = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}.get(value.get("comparator", ""), "")
            yield from _measured(value.get("value"), value.get("system"), value.get("code"), prefix)
            if value.get("unit") and not value.get("code") and value.get("value") is not None:
                yield "", f"{prefix}{value['value']}||{escaped(value['unit'])}"


def _measured(number: Any, system: str | None, code: str | None, prefix: str) -> Iterator[tuple[str, str]]:
    if number is None:
        return
    yield "", f"{prefix}{number}"
    if code:
        yield "", f"{prefix}{number}|{escaped(system or '')}|{escaped(code)}"
        yield "", f"{prefix}{number}||{escaped(code)}"


def _uri(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "", escaped(value)
        if "://" in value and "/" in value.split("://")[1]:
            yield ":below", escaped(value.rpartition("/")[0])
        if "://" in value:
            yield ":above", escaped(f"{value.rstrip('/')}/below")


def _special(type_name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and "latitude" in value:
        yield "", f"{value['latitude']}|{value['longitude']}|1|km"


_KINDS = {
    "string": _string,
    "token": _token,
    "date": _date,
    "number": _number,
    "quantity": _quantity,
    "uri": _uri,
    "special": _special,
}
