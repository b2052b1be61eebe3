"""The types an expression goes through, told by the definitions before any resource is read."""

from cordee.fhir.path.shapes import Shapes
from cordee.fhir.search.expressions import Step


def keys_of(shapes: Shapes, type_name: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return where an element stands below a type: its JSON property and type, one for each type of a choice."""
    child = shapes.child(type_name, name)
    return child.keys if child else ()


def final_types(shapes: Shapes, type_name: str, steps: tuple[Step, ...]) -> set[str]:
    """Return the types an expression may end at, starting from an element of `type_name`."""
    found = {type_name}
    for step in steps:
        if step.name:
            found = {kind for one in found for _, kind in keys_of(shapes, one, step.name)}
        elif step.as_type:
            found = {one for one in found if shapes.is_a(one, step.as_type)}
    return found
