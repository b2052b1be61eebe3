"""Parameters that shape the answer rather than choose resources: count, total, summary, elements, page."""

import re
from collections.abc import Callable

from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.grammar.include import read_include
from cordee.fhir.search.grammar.sort import read_sort
from cordee.fhir.search.query import COUNT_MAX, Query
from cordee.fhir.search.refusals import invalid_value, too_many, unknown_modifier, unsupported

ELEMENTS_MAX = 50
COUNT_MAX_DIGITS = 9

HANDLED_ELSEWHERE = frozenset({"_format", "_pretty"})
"""About the form of the answer; whoever writes it reads them."""

_ELEMENT = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")

Reader = Callable[[Query, str], None]


def read_answer_parameter(asked: Asked, query: Query, name: str, value: str) -> bool | None:
    """Apply one pair that shapes the answer, and return whether it says something that exists.

    When the name is not that of such a parameter, returns None.

    Raises: InvalidRequestError when its value cannot be read.
    """
    code, colon, modifier = name.partition(":")
    if code in HANDLED_ELSEWHERE:
        return True
    if code in ("_include", "_revinclude"):
        return read_include(asked, query, code, modifier if colon else None, value)
    if code != "_sort" and code not in _READERS:
        return None
    if colon:
        raise unknown_modifier(code, modifier)
    if code == "_sort":
        return read_sort(asked, query, value)
    _READERS[code](query, value)
    return True


def _count(query: Query, value: str) -> None:
    if not (value.isascii() and value.isdigit()) or len(value) > COUNT_MAX_DIGITS:
        raise invalid_value("_count", "un nombre entier", "an integer")
    if query.summary != "count":
        query.count = min(int(value), COUNT_MAX)
    if query.count == 0:
        query.total = "accurate"


def _summary(query: Query, value: str) -> None:
    match value:
        case "true" | "text" | "data" | "false":
            query.summary = value
        case "count":
            query.summary, query.count, query.total = value, 0, "accurate"
        case _:
            raise invalid_value(
                "_summary", "true, text, data, count ou false", "true, text, data, count or false"
            )


def _total(query: Query, value: str) -> None:
    match value:
        case "none" | "estimate" | "accurate":
            query.total = "accurate" if query.count == 0 else value
        case _:
            raise invalid_value("_total", "none, estimate ou accurate", "none, estimate or accurate")


def _elements(query: Query, value: str) -> None:
    names = [name for name in value.split(",") if name]
    if not names or not all(map(_ELEMENT.fullmatch, names)):
        raise invalid_value("_elements", "des noms d’éléments", "names of elements")
    if len(names) > ELEMENTS_MAX:
        raise too_many("_elements", ELEMENTS_MAX, "éléments", "elements")
    query.elements = tuple(dict.fromkeys((*query.elements, *names)))


def _cursor(query: Query, value: str) -> None:
    query.cursor = value


def _contained(query: Query, value: str) -> None:
    """Contained resources are never matches of their own: `false` says what happens anyway."""
    if value in ("true", "both"):
        raise unsupported(f"_contained={value}")
    if value != "false":
        raise invalid_value("_contained", "false", "false")


def _contained_type(query: Query, value: str) -> None:
    raise unsupported("_containedType")


_READERS: dict[str, Reader] = {
    "_count": _count,
    "_summary": _summary,
    "_total": _total,
    "_elements": _elements,
    "_cursor": _cursor,
    "_contained": _contained,
    "_containedType": _contained_type,
}
