"""The search parameters of the French guides are offered and read what their guides mean."""

from collections.abc import Iterator
from typing import Any

import pytest

from cordee.fhir.definitions import Registry, base_artefact, put_in_force, registry
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.search import parameters_of, parse_query
from cordee.fhir.search.catalogue import shared_numbers
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.unit.fhir.search.rows_of import rows_of

pytestmark = [needs_shared, pytest.mark.shared]

MAILBOX = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata"
LICENCE = (
    "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-organization-pharmacy-licence"
)
BIRTHPLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"


@pytest.fixture(scope="module", autouse=True)
def guides() -> Iterator[Registry]:
    """Base R4 and every guide, in force for the tests of this file."""
    before = registry()
    files = sorted((SHARED / "ig").glob("*.tgz"))
    with_guides = Registry(
        base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files)
    )
    put_in_force(with_guides)
    yield with_guides
    put_in_force(before)


def test_every_parameter_of_the_guides_is_offered_and_parsed(guides: Registry) -> None:
    samples = {"token": "a", "reference": "1", "date": "2024", "string": "a"}
    count = 0
    for definition in list(guides.all("SearchParameter"))[1400:]:
        for base in definition["base"]:
            parameter = parameters_of(base)[definition["code"]]
            query = parse_query(base, [(parameter.code, samples[parameter.kind])], strict=True)
            assert len(query.criteria) == 1
            count += 1
    assert count >= 32


def test_no_two_sets_of_rows_share_a_number_with_the_guides(guides: Registry) -> None:
    assert shared_numbers(guides) == []


def test_two_definitions_of_one_code_are_one_parameter() -> None:
    assert parameters_of("Slot")["start"].expressions == ("start",)
    assert parameters_of("List")["source"].targets.count("Patient") == 1


@pytest.mark.parametrize(
    ("code", "resource", "kept"),
    [
        ("participant-start", {"resourceType": "CareTeam", "participant": [{"period": {"start": "2024-01-02"}}]},
         "2024-01-02"),
        ("managingOrganization", {"resourceType": "CareTeam", "managingOrganization": [{"reference": "Group/o"}]},
         "o"),
        ("mailbox-mss-type", {"resourceType": "Practitioner", "telecom": [{"extension": [
            {"url": MAILBOX, "extension": [{"url": "type", "valueCodeableConcept": {"coding": [{"code": "PER"}]}}]}]}]},
         "PER"),
        ("pharmacy-licence", {"resourceType": "Organization", "extension": [{"url": LICENCE, "valueString": "L1"}]},
         "L1"),
        ("birthplace", {"resourceType": "Patient", "extension": [
            {"url": BIRTHPLACE, "valueAddress": {"city": "Lyon"}}]}, "Lyon"),
        ("mailbox-mss", {"resourceType": "Organization", "telecom": [{"value": "a@b.mssante.fr"}]}, "a@b.mssante.fr"),
    ],
)  # fmt: skip
def test_parameter_of_a_guide_reads_what_the_element_holds(
    code: str, resource: dict[str, Any], kept: str
) -> None:
    (row,) = rows_of(code, resource)

    assert any(str(value).startswith(kept) for value in row)
