"""Small artefacts for tests, made the way installed guides are."""

from typing import Any

from cordee.fhir.definitions import Artefact
from cordee.fhir.definitions.artefact_writing import write_artefact


def artefact(name: str, version: str, *resources: dict[str, Any]) -> Artefact:
    """Return the artefact of a package that holds these definitions."""
    return Artefact(write_artefact({"name": name, "version": version}, resources))


def value_set(url: str, version: str, **more: Any) -> dict[str, Any]:
    """Return a value set."""
    return {"resourceType": "ValueSet", "url": url, "version": version, **more}
