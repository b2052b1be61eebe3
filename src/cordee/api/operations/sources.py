"""Where OperationDefinitions come from: the registry of definitions, and a few of our own beside this file."""

from functools import cache
from importlib.resources import files

from cordee.api.operations.definition import Definition, read_definition
from cordee.fhir.definitions import base_registry
from cordee.fhir.json_value import Json, read_json

_OURS = files("cordee.api.operations").joinpath("definitions")


@cache
def definition_of(canonical: str) -> Definition:
    """Return the definition of an operation: base R4's, else ours; an installed guide never replaces either.

    Raises: LookupError when there is none: an operation that names one it does not have is a fault of ours.
    """
    content = base_registry().get("OperationDefinition", canonical) or _ours(canonical)
    if content is None:
        raise LookupError(canonical)
    return read_definition(content)


def _ours(canonical: str) -> Json | None:
    file = _OURS.joinpath(f"{canonical.rpartition('/')[2]}.json")
    content = read_json(file.read_bytes()) if file.is_file() else None
    return content if content is not None and content["url"] == canonical else None
