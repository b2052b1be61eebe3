"""Composite parameters: values that must stand together, on the resource or in one element of it.

Source: https://hl7.org/fhir/R4/search.html#composite
"""

from collections.abc import Callable

from cordee.fhir.search.kinds import CompositeScope
from cordee.fhir.search.query import FilterValue
from cordee.store.search.rows import Rows, any_of

OfKind = Callable[[str, tuple[int, ...], FilterValue], Rows]


def composite(
    row: str, scopes: tuple[CompositeScope, ...], values: list[FilterValue], of_kind: OfKind
) -> str:
    """Return the condition that, at one of the places, all components of one of the values match."""
    return any_of([_at(row, scope, value, of_kind) for scope in scopes for value in values])


def _at(row: str, scope: CompositeScope, value: FilterValue, of_kind: OfKind) -> str:
    found = [
        of_kind(kind, numbers, part)
        for (kind, numbers), part in zip(scope.components, value.values, strict=True)
    ]
    if not scope.is_grouped:
        return f"({' AND '.join(rows.exist_for(row) for rows in found)})"
    parts = " INTERSECT ".join(
        f"SELECT i.part FROM {rows.table} i WHERE i.key = {row}.key AND i.part > 0 AND {rows.test}"
        for rows in found
    )
    return f"EXISTS ({parts})"
