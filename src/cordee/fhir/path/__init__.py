"""FHIRPath (N1, R4): expressions compiled once to plain functions on plain JSON.

Owns the language. Must not know what expressions are for: search, invariants, forms and views all come here.
"""

from cordee.fhir.path.compiled import Pairs, Path
from cordee.fhir.path.environment import Environment
from cordee.fhir.path.errors import PathError, PathEvaluationError, PathSyntaxError
from cordee.fhir.path.in_force import compile_path
from cordee.fhir.path.node import Node, location
from cordee.fhir.path.truth import truth

__all__ = [
    "Environment",
    "Node",
    "Pairs",
    "Path",
    "PathError",
    "PathEvaluationError",
    "PathSyntaxError",
    "compile_path",
    "location",
    "truth",
]
