"""Expressions compiled with the definitions in force."""

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.path.compiled import Path, Paths


def compile_path(expression: str, context_type: str = "") -> Path:
    """Return `expression` compiled for inputs of `context_type`, cached with the definitions in force.

    Raises: PathSyntaxError when it is not FHIRPath.
    """
    return registry().memo("cordee.fhir.path", _paths).get(expression, context_type)


def _paths(definitions: Registry) -> Paths:
    return Paths(definitions.type_structure)
