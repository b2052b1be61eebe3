"""The ten French guides install whole, both versions of fr-core side by side."""

import pytest

from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import CompiledPackage, compile_package
from tests.conformance.fhir.published import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.shared]

FR_PATIENT = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient"


@pytest.fixture(scope="module")
def guides() -> list[CompiledPackage]:
    """Every guide, compiled."""
    return [compile_package(file.read_bytes()) for file in sorted((SHARED / "ig").glob("*.tgz"))]


@pytest.fixture(scope="module")
def registry(guides: list[CompiledPackage]) -> Registry:
    """Base R4 and every guide."""
    return Registry(base_artefact(), tuple(guide.artefact for guide in guides))


def test_nothing_of_the_guides_is_left_out(guides: list[CompiledPackage]) -> None:
    assert len(guides) == 10
    assert [setback for guide in guides for setback in guide.setbacks] == []


def test_every_definition_of_the_guides_is_found_by_address(registry: Registry) -> None:
    count = 0
    for artefact in registry.artefacts[1:]:
        for kind, entries in artefact.entries.items():
            for entry in entries:
                found = registry.get(kind, f"{entry.url}|{entry.version}")
                assert found is not None
                assert found["url"] == entry.url
                count += 1
    assert count == 391


def test_two_versions_of_fr_core_stand_side_by_side(registry: Registry) -> None:
    versions = [
        (registry.get("StructureDefinition", f"{FR_PATIENT}{wanted}") or {}).get("version")
        for wanted in ("|2.1.0", "|2.2.0", "")
    ]
    assert versions == ["2.1.0", "2.2.0", "2.2.0"]


def test_search_parameters_of_the_guides_are_there(registry: Registry) -> None:
    found = list(registry.all("SearchParameter"))[1400:]
    assert len(found) == 32
    codes = [(parameter["base"], parameter["code"]) for parameter in found]
    assert (["CareTeam"], "managingOrganization") in codes
    assert codes.count((["Slot"], "start")) == 2
