"""Read the published R4 definitions from the npm packages HL7 distributes them in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFINITIONS_PACKAGE = "hl7.fhir.r4.examples"
EXPANSIONS_PACKAGE = "hl7.fhir.r4.expansions"

Json = dict[str, Any]


@dataclass(frozen=True)
class Definitions:
    """The structure definitions that make the typed model, and the expansions that close its code lists."""

    datatypes: dict[str, Json]
    resources: dict[str, Json]
    expansions: dict[str, Json]


def read_definitions(node_modules: Path) -> Definitions:
    """Return every concrete R4 datatype, resource and value set expansion found under `node_modules`.

    Profiles (derivation `constraint`) and primitive types are left out: the first add no class, the second are
    written by hand in `cordee.fhir.primitives`.
    """
    datatypes: dict[str, Json] = {}
    resources: dict[str, Json] = {}
    for definition in _read(node_modules / DEFINITIONS_PACKAGE, "StructureDefinition"):
        if definition.get("derivation") == "constraint":
            continue
        if definition["kind"] == "complex-type":
            datatypes[definition["id"]] = definition
        elif definition["kind"] == "resource":
            resources[definition["id"]] = definition
    expansions = {found["url"]: found for found in _read(node_modules / EXPANSIONS_PACKAGE, "ValueSet")}
    return Definitions(datatypes, resources, expansions)


def _read(package: Path, resource_type: str) -> Iterator[Json]:
    if not package.is_dir():
        raise FileNotFoundError(f"npm package {package.name} is not installed under {package.parent}")
    for path in sorted(package.glob(f"{resource_type}-*.json")):
        content: Json = json.loads(path.read_text("utf-8"))
        if content.get("resourceType") == resource_type:
            yield content
