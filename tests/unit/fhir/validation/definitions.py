"""Small profiles for tests: an R4 type, a few changed elements, and a registry that knows them."""

from collections.abc import Iterable
from typing import Any

from cordee.fhir.definitions import Artefact, Registry, base_artefact, base_registry
from cordee.fhir.definitions.artefact_writing import write_artefact
from cordee.fhir.json_value import Json
from cordee.fhir.validation import validate
from cordee.kernel.errors import Issue

PROFILE = "https://example.org/StructureDefinition/tested"
BASE = "http://hl7.org/fhir/StructureDefinition/"


def profile(kind: str, *elements: Json, url: str = PROFILE, version: str = "1.0", **more: Any) -> Json:
    """Return a StructureDefinition of `kind` whose snapshot is R4's with these elements changed or added."""
    published = base_registry().type_structure(kind)
    assert published is not None
    changes = {element["id"]: element for element in elements}
    snapshot = []
    for element in published["snapshot"]["element"]:
        snapshot.append({**element, **changes.pop(element["id"], {})})
    snapshot += [{"path": _path(id_), "min": 0, "max": "*", **change} for id_, change in changes.items()]
    return {
        "resourceType": "StructureDefinition",
        "id": url.rpartition("/")[2],
        "url": url,
        "version": version,
        "kind": published["kind"],
        "type": kind,
        "derivation": "constraint",
        "snapshot": {"element": snapshot},
        **more,
    }


def registry_of(*definitions: Json) -> Registry:
    """Return base R4 with these definitions installed."""
    artefact = Artefact(write_artefact({"name": "tested", "version": "1.0"}, definitions))
    return Registry(base_artefact(), (artefact,))


def against(definition: Json, content: Json, *others: Json) -> list[Issue]:
    """Return the errors of a resource held against one profile."""
    found = validate(content, [definition["url"]], registry_of(definition, *others))
    return [issue for issue in found if issue.severity == "error"]


def said(issues: Iterable[Issue]) -> list[tuple[str, str, str]]:
    """Return severity, code and place of each issue."""
    return [(issue.severity, issue.code, issue.expression) for issue in issues]


def _path(id_: str) -> str:
    return ".".join(part.partition(":")[0] for part in id_.split("."))
