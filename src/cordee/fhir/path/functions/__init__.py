"""The functions of FHIRPath, one file per family of the specification."""

from cordee.fhir.path.functions import (
    existence,
    fhir,
    filtering,
    subsetting,
    tree,
    typing,
)
from cordee.fhir.path.functions.registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function", "existence", "fhir", "filtering", "subsetting", "tree", "typing"]
