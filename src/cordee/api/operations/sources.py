"""Where OperationDefinitions come from: the registry of definitions, and a few of our own beside this file."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from cordee.api.operations.definition import Definition, read_definition
from cordee.fhir.json_value import read_json

_OURS = files("cordee.api.operations").joinpath("definitions")
_NPM = Path(__file__).parents[4] / ".cache" / "npm" / "node_modules" / "hl7.fhir.r4.examples"


@cache
def definition_of(canonical: str) -> Definition:
    """Return the definition of an operation; raises LookupError when no such definition is known."""
    name = canonical.rpartition("/")[2]
    for source in (_OURS.joinpath(f"{name}.json"), _NPM / f"OperationDefinition-{name}.json"):
        if source.is_file():
            content = read_json(source.read_bytes())
            if content["url"] == canonical:
                return read_definition(content)
    raise LookupError(canonical)
