"""The functions of FHIRPath, one file per family of the specification."""

from cordee.fhir.path.functions import (
    aggregates,
    boundaries,
    conversion,
    encoding,
    existence,
    fhir,
    filtering,
    html_checks,
    maths,
    patterns,
    sorting,
    strings,
    subsetting,
    terminology,
    tree,
    typing,
    utility,
)
from cordee.fhir.path.functions.registry import FUNCTIONS, Function

__all__ = [
    "FUNCTIONS",
    "Function",
    "aggregates",
    "boundaries",
    "conversion",
    "encoding",
    "existence",
    "fhir",
    "filtering",
    "html_checks",
    "maths",
    "patterns",
    "sorting",
    "strings",
    "subsetting",
    "terminology",
    "tree",
    "typing",
    "utility",
]
