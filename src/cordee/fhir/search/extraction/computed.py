"""Expressions that are more than navigation, evaluated by the path engine."""

from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.path import PathError, compile_path
from cordee.fhir.search.extraction.kinds import writer
from cordee.fhir.search.index_values import IndexValues
from cordee.fhir.search.rows import RowSource

RESULTS_MAX = 10_000
_SYSTEM = {"System.Boolean": "boolean", "System.String": "string"}


class Computed(msgspec.Struct, frozen=True):
    """One expression of one set of rows."""

    text: str
    resource_type: str
    source: RowSource

    def write(self, resource: Json, rows: IndexValues) -> None:
        """Write the rows of what the expression finds; an expression that fails on this resource finds nothing."""
        try:
            nodes = compile_path(self.text, self.resource_type)(resource)
        except PathError:
            return
        for node in nodes[:RESULTS_MAX]:
            write = writer(self._type(node.type, node.value), self.source)
            if write is not None:
                write(node.value, rows, 0)

    def _type(self, name: str, value: Any) -> str:
        if isinstance(value, dict) and "resourceType" in value:
            return "Resource"
        return _SYSTEM.get(name, name)
