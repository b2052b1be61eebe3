"""The operators of FHIRPath, one file per family."""

from cordee.fhir.path.operators import arithmetic, comparison, logic, sets
from cordee.fhir.path.operators.registry import OPERATORS

__all__ = ["OPERATORS", "arithmetic", "comparison", "logic", "sets"]
