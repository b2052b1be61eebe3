"""One parameter of a request, read."""

from cordee.fhir.search import Filter, FilterValue, parse_query


def one_filter(resource_type: str, name: str, value: str) -> Filter:
    """Return the one criterion of a request, which must be a filter."""
    (found,) = parse_query(resource_type, [(name, value)], strict=True).criteria
    assert isinstance(found, Filter)
    return found


def values(resource_type: str, name: str, value: str) -> list[FilterValue]:
    """Return the alternatives of one criterion."""
    return one_filter(resource_type, name, value).values
