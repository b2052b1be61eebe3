"""Parameters from the body of a POST: a Parameters resource, or the one resource an operation takes."""

from typing import Any

from cordee.api.operations.definition import Definition
from cordee.api.operations.errors import wrong_parameter
from cordee.fhir.json_value import Json, read_json

ENTRIES_MAX = 10_000


def entries_of_body(body: bytes, definition: Definition) -> list[tuple[str, Json]]:
    """Return place and entry of each parameter of a body; an empty body gives none.

    A body that is a Parameters resource is always the envelope. Another resource is accepted when the operation has
    exactly one parameter that is a resource.

    Raises: UnreadableResourceError for what is no JSON object; InvalidParametersError.
    """
    if not body.strip():
        return []
    content = read_json(body)
    type_ = content.get("resourceType")
    if type_ == "Parameters":
        return _entries(content)
    sole = definition.sole_resource
    if sole is not None and isinstance(type_, str):
        return [(type_, {"name": sole.name, "resource": content})]
    raise wrong_parameter(
        "Parameters",
        "Le corps attendu est une ressource Parameters.",
        "The body expected is a Parameters resource.",
        "structure",
    )


def _entries(content: Json) -> list[tuple[str, Json]]:
    given: Any = content.get("parameter", [])
    place = "Parameters.parameter"
    if not isinstance(given, list) or len(given) > ENTRIES_MAX:
        raise wrong_parameter(
            place,
            f"« parameter » est une liste de {ENTRIES_MAX} éléments au plus.",
            f"'parameter' is an array of at most {ENTRIES_MAX} items.",
            "structure",
        )
    for index, entry in enumerate(given):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise wrong_parameter(
                f"{place}[{index}]", "Chaque paramètre a un nom.", "Each parameter has a name.", "required"
            )
    return [(f"{place}[{index}]", entry) for index, entry in enumerate(given)]
