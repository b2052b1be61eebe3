"""FHIR R4: the typed model, reading and writing it, references, outcomes, search grammar. Pure: no I/O.

Owns what the standard says about content. Must not know who asks, where resources are kept, or HTTP.
The classes themselves are in `cordee.fhir.r4`, generated at build time from the published definitions.
"""

from cordee.fhir.codec import encode, type_name
from cordee.fhir.errors import NonConformantResourceError, UnreadableResourceError
from cordee.fhir.outcome import operation_outcome
from cordee.fhir.r4 import RESOURCE_TYPES
from cordee.fhir.reading import decode
from cordee.fhir.references import references, rewrite_references

__all__ = [
    "RESOURCE_TYPES",
    "NonConformantResourceError",
    "UnreadableResourceError",
    "decode",
    "encode",
    "operation_outcome",
    "references",
    "rewrite_references",
    "type_name",
]
