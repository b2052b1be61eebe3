"""Read a search request: the pairs of its URL or form become a Query.

Source: https://hl7.org/fhir/R4/search.html
"""

from collections.abc import Iterable

from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.search.curated.parameters import SearchParameter, parameters_of
from cordee.fhir.search.curated.query import Filter, Query
from cordee.fhir.search.curated.result_parameters import read_result_parameter
from cordee.fhir.search.curated.values import filter_values
from cordee.fhir.search.refusals import invalid_value, unknown_modifier, unknown_parameter

FILTERS_MAX = 50

MODIFIERS: dict[str, frozenset[str]] = {
    "token": frozenset({"not", "missing"}),
    "reference": frozenset({"missing"}),
    "date": frozenset({"missing"}),
    "string": frozenset({"exact", "contains", "missing"}),
    "uri": frozenset({"missing"}),
}


def parse_query(
    resource_type: str, pairs: Iterable[tuple[str, str]], strict: bool = False, base_url: str | None = None
) -> Query:
    r"""Return the query said by `pairs`, decoded but otherwise as they came.

    A repeated parameter must match each time; values separated by commas are alternatives (`\,` is a comma).
    When a parameter is unknown, it is noted in `Query.unknown`; when `strict`, it is refused. References that start
    with `base_url` are taken as ours. Modifiers not supported are always refused, since ignoring one widens a search.

    Raises: InvalidRequestError naming the parameter.
    """
    query = Query(resource_type=resource_type)
    known = parameters_of(resource_type)
    for key, value in pairs:
        name, _, modifier = key.partition(":")
        understood = read_result_parameter(query, name, modifier or None, value)
        parameter = known.get(name) if understood is None else None
        if parameter is not None:
            _add_filter(query, parameter, modifier or None, value, base_url)
        elif not understood:
            if strict:
                raise unknown_parameter(resource_type, key)
            query.unknown.append(key)
    return query


def _add_filter(
    query: Query, parameter: SearchParameter, modifier: str | None, value: str, base_url: str | None
) -> None:
    if modifier is not None and not _allows(parameter, modifier):
        raise unknown_modifier(parameter.code, modifier)
    if parameter.kind == "reference" and base_url:
        value = value.replace(f"{base_url.removesuffix('/')}/", "")
    values = filter_values(parameter, modifier, value)
    if not values:
        return
    if len(query.filters) >= FILTERS_MAX:
        raise invalid_value(
            parameter.code, f"{FILTERS_MAX} critères au plus", f"at most {FILTERS_MAX} criteria"
        )
    query.filters.append(Filter(parameter, modifier, values))


def _allows(parameter: SearchParameter, modifier: str) -> bool:
    is_target_type = parameter.kind == "reference" and modifier in RESOURCE_TYPES
    return is_target_type or modifier in MODIFIERS.get(parameter.kind, frozenset())
