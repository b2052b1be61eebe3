"""Dynamic values: elements of what is made whose value an expression gives."""

from typing import Any

from cordee.fhir.apply.context import Context
from cordee.fhir.json_value import Json
from cordee.fhir.placing import UnplaceableError, place


def set_dynamic_values(
    made: Json, values: list[Json], context: Context, where: str, root: tuple[str, str] | None = None
) -> None:
    """Set each dynamic value in order; one that cannot be set is told and leaves what stood there.

    `root` says by which (structure, path) `made` is defined when it is part of a resource.
    """
    evaluator = context.evaluator()
    for index, one in enumerate(values):
        spot = f"{where}.dynamicValue[{index}]"
        path: Any = one.get("path")
        nodes = evaluator.nodes(one.get("expression"), spot)
        if nodes is None or not isinstance(path, str):
            continue
        try:
            place(made, _inside(path, made), nodes, root)
        except UnplaceableError:
            context.told.tell(
                spot,
                "La valeur calculée ne va pas à cet endroit.",
                "The computed value does not fit there.",
                "value",
            )


def _inside(path: str, made: Json) -> str:
    """Return the path without the name of the type, or of the action, it may start with."""
    for start in (f"{made.get('resourceType', '')}.", "%resource.", "action.", "%action."):
        if path.startswith(start) and len(start) > 1:
            return path.removeprefix(start)
    return path
