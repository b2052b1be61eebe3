"""Expressions compiled with the definitions in force."""

from cordee.fhir.definitions import Registry, registry
from cordee.fhir.path.compiled import Path, Paths
from cordee.fhir.path.shapes import Shapes


def compile_path(expression: str, context_type: str = "", *, is_strict: bool = False) -> Path:
    """Return `expression` compiled for inputs of `context_type`, cached with the definitions in force.

    Raises: PathSyntaxError when it is not FHIRPath; when strict, also when the definitions show that a part of it can
    give nothing (`name.given1`, `Encounter.name` on a Patient).
    """
    return registry().memo("cordee.fhir.path", _paths).get(expression, context_type, is_strict=is_strict)


def shapes_of(definitions: Registry) -> Shapes:
    """Return what a registry says of each type, shared with the expressions compiled with it."""
    return definitions.memo("cordee.fhir.path", _paths).shapes


def _paths(definitions: Registry) -> Paths:
    return Paths(definitions.type_structure)
