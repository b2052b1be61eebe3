"""`_sort`: several keys, each ascending or, after `-`, descending."""

from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.query import Query, SortKey
from cordee.fhir.search.refusals import too_many, unsupported

SORT_KEYS_MAX = 5
_NOT_SORTED = frozenset({"composite", "special"})


def read_sort(asked: Asked, query: Query, value: str) -> bool:
    """Set the order; False when a key is no parameter of the type.

    Raises: UnsupportedSearchError for keys that have no order; InvalidRequestError for over `SORT_KEYS_MAX`.
    """
    known = asked.parameters
    keys: dict[str, SortKey] = {}
    for written in filter(None, value.split(",")):
        code = written.removeprefix("-")
        if code == "_score":
            raise unsupported("_sort=_score")
        parameter = known.get(code)
        if parameter is None:
            return False
        if parameter.kind in _NOT_SORTED:
            raise unsupported(f"_sort={code}")
        keys.setdefault(code, SortKey(parameter, written.startswith("-")))
    if len(keys) > SORT_KEYS_MAX:
        raise too_many("_sort", SORT_KEYS_MAX, "clés", "keys")
    query.sort = list(keys.values())
    return bool(keys)
