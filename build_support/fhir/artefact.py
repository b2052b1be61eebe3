"""Compile every published R4 definition to the one file a process reads them from."""

import importlib.util
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from build_support.fhir.definitions import DEFINITIONS_PACKAGE, EXPANSIONS_PACKAGE

COMPILED_TYPES = (
    "StructureDefinition",
    "SearchParameter",
    "ValueSet",
    "CodeSystem",
    "ConceptMap",
    "OperationDefinition",
    "CompartmentDefinition",
)
PACKAGE = {
    "name": "hl7.fhir.r4.core",
    "version": "4.0.1",
    "title": "HL7 FHIR R4",
    "canonical": "http://hl7.org/fhir",
}
FILE = "r4.bin"
SHARED_MODULES = ("slimming", "artefact_writing")

_DECODER = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)


def build_artefact(node_modules: Path, fhir: Path) -> None:
    """Write `_artefact/r4.bin` below the folder of `cordee.fhir`.

    A value set that was published with its expansion is kept with it.
    Cost: about three seconds.
    """
    slimming, writing = (_load(fhir / "definitions" / f"{name}.py") for name in SHARED_MODULES)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for package in (DEFINITIONS_PACKAGE, EXPANSIONS_PACKAGE):
        for resource in _definitions(node_modules / package):
            found[resource["resourceType"], resource["url"]] = slimming.slim(resource)
    target = fhir / "_artefact"
    target.mkdir(parents=True, exist_ok=True)
    fresh = target / f"{FILE}.new"
    fresh.write_bytes(writing.write_artefact(PACKAGE, found.values()))
    fresh.replace(target / FILE)


def _definitions(package: Path) -> Iterator[dict[str, Any]]:
    for kind in COMPILED_TYPES:
        for path in sorted(package.glob(f"{kind}-*.json")):
            resource = _DECODER.decode(path.read_bytes())
            if resource.get("resourceType") == kind and "url" in resource:
                yield resource


def _load(path: Path) -> ModuleType:
    """Return a module of `cordee` by its file: importing the package itself needs what is being built here."""
    spec = importlib.util.spec_from_file_location(f"build_support_shared_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
