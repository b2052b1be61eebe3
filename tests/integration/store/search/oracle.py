"""What a search gives, told naively: from the index values of each resource in memory, one criterion after another."""

from typing import Any

from cordee.fhir.search import Filter, FilterValue, IndexValues, Query, extract, normalize
from cordee.store.search.interval import OF_DATES, OF_NUMBERS
from tests.integration.store.search.world import WORLD


def seen_by_member() -> list[dict[str, Any]]:
    """Return what the member of the circles of jeanne and paul may see."""
    return [one for one in WORLD if one["id"] not in ("hidden", "of-hidden")]


def matching(query: Query) -> set[str]:
    """Return the ids of the resources of the world that match every criterion."""
    held = [one for one in seen_by_member() if one["resourceType"] == query.resource_type]
    return {one["id"] for one in held if all(_holds(criterion, one) for criterion in query.criteria)}


def _holds(criterion: Any, resource: dict[str, Any]) -> bool:
    assert isinstance(criterion, Filter)
    values = extract(resource["resourceType"], resource)
    if criterion.modifier == "missing":
        return (criterion.values[0].value == "true") is not _has_rows(criterion, values)
    found = any(_matches(criterion, value, values) for value in criterion.values)
    return not found if criterion.modifier == "not" else found


def _has_rows(criterion: Filter, values: IndexValues) -> bool:
    rows = [*values.tokens, *values.references, *values.dates, *values.strings, *values.quantities]
    return any(row[0] in criterion.parameter.numbers for row in rows)


def _matches(criterion: Filter, value: FilterValue, values: IndexValues) -> bool:
    numbers = criterion.parameter.numbers
    match criterion.parameter.kind:
        case "token":
            return any(
                row[0] in numbers and value.value in ("", row[2]) and value.system in (None, row[1])
                for row in values.tokens
            )
        case "string":
            rows = [row for row in values.strings if row[0] in numbers]
            if criterion.modifier == "exact":
                return any(row[2] == value.value for row in rows)
            text = normalize(value.value)
            if criterion.modifier == "contains":
                return any(text in row[1] for row in rows)
            return any(row[1].startswith(text) for row in rows)
        case "date":
            test = OF_DATES[value.prefix or "eq"]
            return any(
                row[0] in numbers and _true(test, start=row[1], end=row[2], low=value.start, high=value.end)
                for row in values.dates
            )
        case _:
            test = OF_NUMBERS[value.prefix or "eq"]
            ends = {"low": value.low, "high": value.high, "point": value.number}
            return any(
                row[0] in numbers and _true(test, start=row[1], end=row[2], **ends)
                for row in values.quantities
            )


def _true(test: str, **names: Any) -> bool:
    """Evaluate a comparison of `interval`, whose SQL is Python once its words are in lower case."""
    text = test.replace("AND", "and").replace("OR", "or").format(**{name: name for name in names})
    return bool(eval(text, {}, names))
