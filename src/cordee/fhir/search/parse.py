"""Read a search request: the pairs of its URL or form become a Query.

Source: https://hl7.org/fhir/R4/search.html
"""

from collections.abc import Iterable

from cordee.fhir.search.grammar.answer import read_answer_parameter
from cordee.fhir.search.grammar.asked import Asked
from cordee.fhir.search.grammar.compartment import in_compartment
from cordee.fhir.search.grammar.criterion import read_criterion
from cordee.fhir.search.grammar.types import TYPE, read_types
from cordee.fhir.search.query import Nothing, Query
from cordee.fhir.search.refusals import too_many, unknown_parameter

CRITERIA_MAX = 50


def parse_query(
    resource_type: str,
    pairs: Iterable[tuple[str, str]],
    strict: bool = False,
    base_url: str | None = None,
    compartment: tuple[str, str] | None = None,
) -> Query:
    r"""Return the query said by `pairs`, decoded but otherwise as they came; `resource_type` is empty at system level.

    A repeated parameter must match each time; values separated by commas are alternatives (`\,` is a comma).
    When a parameter is unknown or has no value, it is noted in `Query.unknown`; when `strict`, it is refused. What is
    known and cannot be read is always refused, since leaving a criterion out widens a search. References that start
    with `base_url` are taken as ours. `compartment` is the type and id of its owner.

    Raises: InvalidRequestError or UnsupportedSearchError naming the parameter.
    """
    asked_pairs = list(pairs)
    types = () if resource_type else read_types(asked_pairs)
    asked = Asked(resource_type, types, f"{base_url.removesuffix('/')}/" if base_url else "")
    query = Query(resource_type=resource_type, types=types)
    if compartment is not None:
        _enter(query, compartment)
    for name, value in asked_pairs:
        if (name == TYPE and not resource_type) or _read(asked, query, name, value):
            query.applied.append((name, value))
        elif strict:
            raise unknown_parameter(resource_type, name)
        else:
            query.unknown.append(name)
    return query


def _enter(query: Query, compartment: tuple[str, str]) -> None:
    """Keep to the resources of a compartment; a type that has no place in it has nothing in it."""
    inside = in_compartment(*compartment)
    members = [name for name, _ in inside.links]
    if not query.resource_type:
        query.types = tuple(name for name in members if not query.types or name in query.types)
    is_empty = query.resource_type not in members if query.resource_type else not query.types
    query.criteria.append(Nothing() if is_empty else inside)


def _read(asked: Asked, query: Query, name: str, value: str) -> bool:
    """Add one pair to the query; False when there is no such parameter, or nothing was given for it."""
    is_known = read_answer_parameter(asked, query, name, value)
    if is_known is not None:
        return is_known
    if not value:
        return False
    criterion = read_criterion(asked, name, value)
    if criterion is None:
        return False
    if len(query.criteria) >= CRITERIA_MAX:
        raise too_many(name, CRITERIA_MAX, "critères", "criteria")
    query.criteria.append(criterion)
    return True
