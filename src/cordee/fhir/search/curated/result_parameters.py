"""Parameters that shape the answer rather than choose resources: count, sort, total, includes."""

from collections.abc import Callable

from cordee.fhir.search.curated.parameters import parameters_of
from cordee.fhir.search.curated.query import COUNT_MAX, Include, Query
from cordee.fhir.search.refusals import invalid_value

INCLUDES_MAX = 20
SORT_KEYS_MAX = 5

HANDLED_ELSEWHERE = frozenset({"_format", "_pretty"})
"""About the form of the answer; whoever writes it reads them."""

Reader = Callable[[Query, str], bool]


def read_result_parameter(query: Query, name: str, modifier: str | None, value: str) -> bool | None:
    """Apply one result parameter to the query, and return whether its value was understood.

    When the name is not that of a result parameter, returns None.
    """
    if name in HANDLED_ELSEWHERE:
        return True
    reader = _READERS.get(name)
    if reader is None:
        return None
    return modifier is None and reader(query, value)


def _count(query: Query, value: str) -> bool:
    if not (value.isascii() and value.isdigit()) or len(value) > 9:
        raise invalid_value("_count", "un nombre entier", "an integer")
    if query.count:
        query.count = min(int(value), COUNT_MAX)
    query.total = query.total or query.count == 0
    return True


def _summary(query: Query, value: str) -> bool:
    if value == "count":
        query.count, query.total = 0, True
    return value in ("count", "false")


def _total(query: Query, value: str) -> bool:
    if value not in ("none", "estimate", "accurate"):
        raise invalid_value("_total", "none, estimate ou accurate", "none, estimate or accurate")
    query.total = query.total or value != "none"
    return True


def _sort(query: Query, value: str) -> bool:
    known = parameters_of(query.resource_type)
    keys = [(key.removeprefix("-"), key.startswith("-")) for key in value.split(",") if key]
    if not keys or len(keys) > SORT_KEYS_MAX or any(code not in known for code, _ in keys):
        return False
    query.sort = keys
    return True


def _cursor(query: Query, value: str) -> bool:
    query.cursor = value
    return True


def _include(query: Query, value: str) -> bool:
    source_type, code, target_type = _triple(value)
    if source_type != query.resource_type:
        return False
    return _add_include(query, source_type, code, target_type, is_reverse=False)


def _revinclude(query: Query, value: str) -> bool:
    source_type, code, target_type = _triple(value)
    if target_type not in (None, query.resource_type):
        return False
    return _add_include(query, source_type, code, target_type, is_reverse=True)


def _add_include(
    query: Query, source_type: str, code: str, target_type: str | None, *, is_reverse: bool
) -> bool:
    parameter = parameters_of(source_type).get(code)
    if parameter is None or parameter.kind != "reference" or len(query.includes) >= INCLUDES_MAX:
        return False
    query.includes.append(Include(source_type, code, target_type, is_reverse))
    return True


def _triple(value: str) -> tuple[str, str, str | None]:
    source_type, _, rest = value.partition(":")
    code, _, target_type = rest.partition(":")
    return source_type, code, target_type or None


_READERS: dict[str, Reader] = {
    "_count": _count,
    "_summary": _summary,
    "_total": _total,
    "_sort": _sort,
    "_cursor": _cursor,
    "_include": _include,
    "_revinclude": _revinclude,
}
