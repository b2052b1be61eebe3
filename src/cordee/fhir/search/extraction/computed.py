"""Expressions that are more than navigation, evaluated by the path engine."""

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource


class Computed(msgspec.Struct, frozen=True):
    """One expression of one set of rows."""

    text: str
    resource_type: str
    source: RowSource

    def write(self, resource: Json, rows: IndexValues) -> None:
        """Write the rows of what the expression finds: nothing until the path engine is there."""
