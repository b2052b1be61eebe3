"""Operations: what FHIR names with a `$`, one file each, with parameters read from their OperationDefinition.

Owns the addresses `/fhir/$x`, `/fhir/Type/$x` and `/fhir/Type/id/$x`, the reading and checking of parameters, and the
shape of answers. Each handler holds its caller's door and asks that. README.md says how to add one.
Source: https://hl7.org/fhir/R4/operations.html
"""

from cordee.api.operations.arguments import Arguments
from cordee.api.operations.entries import answer_operation, is_operation
from cordee.api.operations.operation import Operation, Out, Typed
from cordee.api.operations.serving import OPERATION_INTERACTIONS, listed_operations

__all__ = [
    "OPERATION_INTERACTIONS",
    "Arguments",
    "Operation",
    "Out",
    "Typed",
    "answer_operation",
    "is_operation",
    "listed_operations",
]
