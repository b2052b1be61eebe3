"""The examples of the French guides conform to the profiles they declare, but for those that break them themselves."""

import pytest

from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.validation import validate
from tests.conformance.fhir.published import SHARED, guide_examples, needs_shared
from tests.conformance.fhir.validated import excluded, faults

CORE = "https://hl7.fr/ig/fhir/core"
STATUS = f"{CORE}/CodeSystem/fr-core-cs-v2-0445"


@pytest.fixture(scope="module")
def guides() -> Registry:
    """Base R4 and the ten guides, both fr-core among them."""
    archives = sorted((SHARED / "ig").glob("*.tgz"))
    return Registry(base_artefact(), tuple(compile_package(path.read_bytes()).artefact for path in archives))


@needs_shared
@pytest.mark.shared
def test_every_guide_example_conforms_to_its_profiles(guides: Registry) -> None:
    count, wrong = faults(guide_examples(), guides)

    assert count > 90
    assert wrong == excluded("guide_validation.toml")


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("version", "use", "is_right"),
    [
        ("2.1.0", "temp", True),
        ("2.1.0", "official", False),
        ("2.2.0", "official", True),
        ("2.2.0", "temp", False),
    ],
)
def test_a_patient_with_a_nia_follows_one_version_of_fr_core_or_the_other(
    guides: Registry, version: str, use: str, is_right: bool
) -> None:
    content = {
        "resourceType": "Patient",
        "extension": [
            {
                "url": f"{CORE}/StructureDefinition/fr-core-identity-reliability",
                "extension": [{"url": "identityStatus", "valueCoding": {"system": STATUS, "code": "VALI"}}],
            }
        ],
        "identifier": [
            {
                "use": use,
                "type": {"coding": [{"system": f"{CORE}/CodeSystem/fr-core-cs-v2-0203", "code": "INS-NIA"}]},
                "system": "urn:oid:1.2.250.1.213.1.4.9",
                "value": "279035121518989",
            }
        ],
    }

    found = validate(content, [f"{CORE}/StructureDefinition/fr-core-patient-ins|{version}"], guides)

    about = [one for one in found if one.severity == "error" and _is_about_identifiers(one.expression)]
    assert (not about) is is_right, about


def _is_about_identifiers(place: str) -> bool:
    return place == "Patient" or "identifier" in place
