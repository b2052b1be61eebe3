"""`_include` and `_revinclude`: `Type:parameter`, `Type:parameter:Target`, `Type:*`, with `:iterate`.

Source: https://hl7.org/fhir/R4/search.html#include
"""

from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.search.catalogue import parameters_of
from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.query import Include, Query
from cordee.fhir.search.refusals import too_many, unknown_modifier, unsupported

INCLUDES_MAX = 20
EVERY = "*"

_ITERATE = frozenset({"iterate", "recurse"})
"""`:recurse` is how earlier versions of FHIR, and many clients, say `:iterate`."""


def read_include(asked: Asked, query: Query, name: str, modifier: str | None, value: str) -> bool:
    """Add what one `_include` or `_revinclude` asks for; False when it names no reference of a type searched.

    Raises: InvalidRequestError for over `INCLUDES_MAX`; UnsupportedSearchError for `_revinclude=*`, which would follow
    every reference of every type.
    """
    if modifier is not None and modifier not in _ITERATE:
        raise unknown_modifier(name, modifier)
    found = _include(value, is_reverse=name == "_revinclude", iterate=modifier is not None)
    if found is None or not _concerns(found, asked):
        return False
    if found not in query.includes:
        query.includes.append(found)
    if len(query.includes) > INCLUDES_MAX:
        raise too_many(name, INCLUDES_MAX, "fois", "times")
    return True


def _include(value: str, *, is_reverse: bool, iterate: bool) -> Include | None:
    source_type, _, rest = value.partition(":")
    code, _, target = rest.partition(":")
    if source_type == EVERY:
        if is_reverse:
            raise unsupported("_revinclude=*")
        return None if rest else Include(EVERY, EVERY, None, is_reverse, iterate)
    if source_type not in RESOURCE_TYPES or (target and target not in RESOURCE_TYPES):
        return None
    types: tuple[str, ...] = (target,) if target else ()
    if code == EVERY:
        return Include(source_type, EVERY, target or None, is_reverse, iterate, (), types)
    parameter = parameters_of(source_type).get(code)
    if parameter is None or parameter.kind != "reference":
        return None
    if parameter.is_restricted:
        if target and target not in parameter.targets:
            return None
        types = types or parameter.targets
    return Include(source_type, code, target or None, is_reverse, iterate, parameter.numbers, types)


def _concerns(found: Include, asked: Asked) -> bool:
    """An include starts at a match, a reverse one comes to it; one that iterates may start at what was included."""
    if found.iterate or not asked.resource_type or found.source_type == EVERY:
        return True
    if found.is_reverse:
        return found.target_type in (None, asked.resource_type)
    return found.source_type == asked.resource_type
