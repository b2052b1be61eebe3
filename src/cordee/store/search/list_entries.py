"""`_list`: what a List that the asker may see names, entries marked deleted left out."""

from cordee.fhir.search.query import InList
from cordee.store.search.scope import Scope


def entries(scope: Scope, criterion: InList) -> str:
    """Return the query of the references `Type/id` the list names; none when the asker does not see it."""
    source = scope.deeper("List")
    row = source.row
    return (
        f"SELECT split_part(e.value -> 'item' ->> 'reference', '/_history/', 1) FROM resource {row},"
        f" json_array_elements(coalesce({row}.content -> 'entry', '[]')) e"
        f" WHERE {row}.id = {scope.bound.add(criterion.list_id, 'text')} AND {source.stands}"
        " AND (e.value ->> 'deleted') IS DISTINCT FROM 'true'"
    )


def in_list(scope: Scope, criterion: InList) -> str:
    """Return the condition that the row is in the list."""
    return f"{scope.row}.type || '/' || {scope.row}.id IN ({entries(scope, criterion)})"
