"""Take out of a resource what the search indexes hold about it."""

from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json
from cordee.fhir.search.extraction.plan import plan_of
from cordee.fhir.search.extraction.texts import content_of, narrative_of
from cordee.fhir.search.index_values import IndexValues

ROWS_MAX = 50_000
"""Rows of one kind kept of one resource; beyond, it is found by the first of its values only."""


def extract(resource_type: str, content: Json) -> IndexValues:
    """Return the searchable values of a resource under the definitions in force; `_id` and `_lastUpdated` are not
    among them.

    Never fails on a resource of any form: what cannot be read has no value. Cost: under 60 µs for a typical
    Observation.
    """
    plan = plan_of(registry(), resource_type)
    rows = IndexValues()
    visits, computed = plan.by_key, plan.computed
    for key, value in content.items():
        visit = visits.get(key)
        if visit is not None:
            visit(value, rows, 0)
    for first, expressions in computed.items():
        if _has(content, first):
            for expression in expressions:
                expression.write(content, rows)
    for repeated in plan.repeated:
        group, value = content.get(repeated.group_key), content.get(repeated.key)
        if isinstance(group, list) and value is not None:
            for part in range(1, min(len(group), ROWS_MAX) + 1):
                repeated.visit(value, rows, part)
    for name in ("tokens", "references", "dates", "strings", "numbers", "quantities", "positions"):
        found = getattr(rows, name)
        if len(found) > 1:
            setattr(rows, name, list(dict.fromkeys(found))[:ROWS_MAX])
    rows.narrative = narrative_of(content)
    rows.content = content_of(content, rows.narrative)
    return rows


def _has(content: Json, name: str) -> bool:
    """Whether an element is there, a choice under the name of any of its types; no name asks for nothing."""
    return not name or name in content or any(key.startswith(name) for key in content)
