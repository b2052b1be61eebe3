"""What the registry finds by address, and which definition wins when several have it."""

from decimal import Decimal

import pytest

from cordee.fhir.definitions import Artefact, Registry, UnreadableArtefactError, base_artefact, base_registry
from cordee.fhir.definitions.artefact_writing import BLOCK_BYTES
from cordee.fhir.definitions.registry import DECODED_BYTES_MAX
from tests.unit.fhir.definitions.artefacts import artefact, value_set

URL = "https://example.org/ValueSet/regions"
PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient"


def test_base_holds_every_published_definition() -> None:
    counts = {kind: len(list(base_registry().places(kind))) for kind in base_artefact().entries}
    assert counts == {
        "StructureDefinition": 655,
        "SearchParameter": 1400,
        "ValueSet": 1317,
        "CodeSystem": 1062,
        "ConceptMap": 80,
        "OperationDefinition": 47,
        "CompartmentDefinition": 6,
    }


def test_type_structure_is_known_for_resources_datatypes_and_primitives() -> None:
    for name in ("Patient", "HumanName", "code", "Resource", "BackboneElement", "xhtml"):
        structure = base_registry().type_structure(name)
        assert structure is not None
        assert structure["type"] == name
        assert structure["snapshot"]["element"][0]["path"] == name


def test_type_structure_of_an_unknown_name_is_none() -> None:
    assert base_registry().type_structure("Dossier") is None


def test_expansion_comes_with_the_value_set() -> None:
    found = base_registry().get("ValueSet", "http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1")
    assert found is not None
    assert [entry["code"] for entry in found["expansion"]["contains"]] == [
        "male",
        "female",
        "other",
        "unknown",
    ]


def test_prose_is_left_out_and_rules_are_kept() -> None:
    structure = base_registry().get("StructureDefinition", PATIENT)
    assert structure is not None
    assert not {"text", "differential", "mapping"} & structure.keys()
    contact = next(found for found in structure["snapshot"]["element"] if found["id"] == "Patient.contact")
    assert "definition" not in contact
    assert {"key", "severity", "human", "expression"} <= contact["constraint"][-1].keys()
    link = next(found for found in structure["snapshot"]["element"] if found["id"] == "Patient.link.other")
    assert link["type"][0]["targetProfile"]


def test_newest_version_answers_when_none_is_asked() -> None:
    old, new = (artefact("g", version, value_set(URL, version)) for version in ("2.9.0", "2.10.0"))
    for order in ((old, new), (new, old)):
        found = Registry(base_artefact(), order)
        assert found.get("ValueSet", URL) == value_set(URL, "2.10.0")
        assert found.get("ValueSet", f"{URL}|2.9.0") == value_set(URL, "2.9.0")
        assert found.get("ValueSet", f"{URL}|3.0.0") is None


def test_guide_cannot_replace_what_base_says() -> None:
    forged = {"resourceType": "StructureDefinition", "url": PATIENT, "type": "Patient", "kind": "resource"}
    guide = artefact("g", "1.0.0", {**forged, "version": "4.0.1"}, {**forged, "version": "9.0.0"})
    found = Registry(base_artefact(), (guide,))
    assert found.get("StructureDefinition", PATIENT) == base_registry().get("StructureDefinition", PATIENT)
    assert found.type_structure("Patient") == base_registry().type_structure("Patient")
    assert found.get("StructureDefinition", f"{PATIENT}|9.0.0") == {**forged, "version": "9.0.0"}


def test_all_gives_base_first_then_guides_without_doubles() -> None:
    first = artefact("a", "1", value_set(URL, "1", name="A"))
    second = artefact("b", "1", value_set(URL, "1", name="B"), value_set(URL, "2", name="B"))
    found = list(Registry(base_artefact(), (first, second)).all("ValueSet"))
    assert [entry["name"] for entry in found[-2:]] == ["A", "B"]
    assert len(found) == 1317 + 2


def test_memo_is_computed_once_and_may_ask_for_others() -> None:
    found = Registry(base_artefact())
    calls: list[str] = []

    def outer(given: Registry) -> int:
        calls.append("outer")
        return 1 + given.memo("inner", lambda _: 41)

    assert [found.memo("outer", outer), found.memo("outer", outer)] == [42, 42]
    assert calls == ["outer"]


def test_decoded_definitions_stay_bounded() -> None:
    found = Registry(base_artefact())
    for _, entry in found.places("StructureDefinition"):
        found.get("StructureDefinition", f"{entry.url}|{entry.version}")
    assert 0 < found._decoded_bytes <= DECODED_BYTES_MAX
    assert found._decoded_bytes == sum(entry.length for _, entry in found._decoded)


def test_digits_of_decimals_are_kept() -> None:
    guide = artefact("g", "1", value_set(URL, "1", limit=Decimal("1.50")))
    assert str(next(iter(guide.read(entry) for entry in guide.entries["ValueSet"]))["limit"]) == "1.50"


def test_definition_larger_than_a_block_is_read() -> None:
    large = value_set(URL, "1", name="x" * (BLOCK_BYTES * 3))
    guide = artefact("g", "1", value_set(URL, "0"), large, value_set(URL, "2"))
    assert [guide.read(entry) for entry in guide.entries["ValueSet"]][1] == large


@pytest.mark.parametrize("cut", [0, 5, 12, 40])
def test_damaged_artefact_is_refused(cut: int) -> None:
    from cordee.fhir.definitions.artefact_writing import write_artefact  # noqa: PLC0415

    whole = write_artefact({"name": "g", "version": "1"}, [value_set(URL, "1")])
    with pytest.raises(UnreadableArtefactError):
        Artefact(whole[:cut])
