"""Small artefacts for tests, made the way installed guides are."""

from collections.abc import Mapping
from typing import Any

from cordee.fhir.definitions import Artefact
from cordee.fhir.definitions.artefact_writing import write_artefact


def artefact(
    name: str, version: str, *resources: dict[str, Any], header: Mapping[str, Any] | None = None
) -> Artefact:
    """Return the artefact of a package that holds these definitions."""
    return Artefact(write_artefact({"name": name, "version": version, **(header or {})}, resources))


def value_set(url: str, version: str, **more: Any) -> dict[str, Any]:
    """Return a value set."""
    return {"resourceType": "ValueSet", "url": url, "version": version, **more}
