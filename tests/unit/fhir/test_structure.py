"""Decoding refuses what breaks the definition of a type, and says where."""

import json
from typing import Any

import pytest

from cordee.fhir import decode, encode
from cordee.fhir.errors import NonConformantResourceError
from cordee.fhir.r4 import Observation, Patient
from tests.unit.fhir.refusals import OBSERVATION, PATIENT, only_issue, refusal

CODING = {"system": "http://loinc.org", "code": "29463-7"}


def test_valid_observation_decodes_to_its_class() -> None:
    observation = decode(json.dumps(OBSERVATION))

    assert isinstance(observation, Observation)
    assert observation.resourceType == "Observation"
    assert observation.code.text == "poids"


def test_encode_leaves_out_what_is_absent() -> None:
    assert encode(Patient(birthDate="1941-05-02")) == b'{"resourceType":"Patient","birthDate":"1941-05-02"}'


@pytest.mark.parametrize(
    ("change", "expression", "code"),
    [
        ({"foo": 1}, "Observation.foo", "structure"),
        ({"code": {"texte": "x"}}, "Observation.code.texte", "structure"),
        ({"status": 3}, "Observation.status", "structure"),
        ({"code": [{"text": "x"}]}, "Observation.code", "structure"),
        ({"category": {"text": "x"}}, "Observation.category", "structure"),
        ({"category": []}, "Observation.category", "structure"),
        ({"note": None}, "Observation.note", "structure"),
        ({"note": [None]}, "Observation.note[0]", "structure"),
        ({"status": "finished"}, "Observation.status", "code-invalid"),
        ({"valueString": "a", "valueBoolean": True}, "Observation.value", "structure"),
        ({"valueString": "a", "_valueBoolean": {"id": "b"}}, "Observation.value", "structure"),
        ({"valueString": ""}, "Observation.value.ofType(string)", "value"),
        (
            {"component": [{"code": {"text": "a"}}, {"valueString": "b"}]},
            "Observation.component[1].code",
            "required",
        ),
        ({"_status": {"extension": [{"valueCode": "x"}]}}, "Observation.status.extension[0].url", "required"),
        (
            {"extension": [{"url": "u", "valueCode": "a", "valueId": "b"}]},
            "Observation.extension[0].value",
            "structure",
        ),
        ({"subject": {}}, "Observation.subject", "structure"),
        (
            {"component": [{"code": {"text": "a"}, "valueQuantity": {}}]},
            "Observation.component[0].value.ofType(Quantity)",
            "structure",
        ),
    ],
)
def test_broken_element_is_named_by_its_path(change: dict[str, Any], expression: str, code: str) -> None:
    error = refusal(OBSERVATION | change)

    assert isinstance(error, NonConformantResourceError)
    assert error.http_status == 422
    assert (error.issues[0].expression, error.issues[0].code) == (expression, code)


@pytest.mark.parametrize("name", ["status", "code"])
def test_missing_required_element_is_named(name: str) -> None:
    issue = only_issue({key: value for key, value in OBSERVATION.items() if key != name})

    assert (issue.expression, issue.code) == (f"Observation.{name}", "required")
    assert issue.message_fr == f"L’élément obligatoire « {name} » manque (FHIR R4)."


def test_required_primitive_may_be_replaced_by_its_extension() -> None:
    reason = {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }
    content = {"resourceType": "Observation", "_status": reason, "code": {"text": "poids"}}

    observation = decode(json.dumps(content))

    assert isinstance(observation, Observation)
    assert observation.status is None
    assert json.loads(encode(observation)) == content


def test_value_and_its_own_extension_are_one_choice() -> None:
    decode(json.dumps(OBSERVATION | {"valueString": "a", "_valueString": {"id": "b"}}))


def test_required_choice_without_a_value_is_refused() -> None:
    issue = only_issue({
        "resourceType": "MedicationStatement", "status": "active", "subject": {"reference": "Patient/1"},
    })  # fmt: skip

    assert (issue.expression, issue.code) == ("MedicationStatement.medication", "required")


def test_null_beside_an_extension_is_accepted() -> None:
    name = {"given": ["Jeanne", None], "_given": [None, {"id": "second"}]}

    patient = decode(json.dumps(PATIENT | {"name": [name]}))

    assert isinstance(patient, Patient)
    assert patient.name is not None
    assert patient.name[0].given == ["Jeanne", None]


@pytest.mark.parametrize(
    "name",
    [
        {"given": ["Jeanne", None]},
        {"given": ["Jeanne", None], "_given": [{"id": "first"}, None]},
        {"given": [None], "_given": [None]},
    ],
)
def test_null_beside_nothing_is_refused(name: dict[str, Any]) -> None:
    assert refusal(PATIENT | {"name": [name]}).issues[0].expression.startswith("Patient.name[0].given[")


def test_refused_code_lists_what_was_expected() -> None:
    issue = only_issue(PATIENT | {"gender": "femme"})

    value_set = "http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1"
    assert issue.message_fr == (
        f"Attendu : un code de la liste {value_set} : female, male, other, unknown (FHIR R4)."
    )
    assert issue.message_en == (
        f"Expected a code of the value set {value_set}: female, male, other, unknown (FHIR R4)."
    )


def test_required_concept_outside_its_value_set_is_refused() -> None:
    condition = {"resourceType": "Condition", "subject": {"reference": "Patient/1"}}

    issue = only_issue(condition | {"clinicalStatus": {"coding": [CODING]}})

    assert (issue.expression, issue.code) == ("Condition.clinicalStatus", "code-invalid")


def test_messages_never_repeat_what_was_sent() -> None:
    secret = "DUPONT Jeanne"
    for change in (
        {"gender": secret},
        {"birthDate": secret},
        {"active": secret},
        {secret: 1},
        {"name": secret},
    ):
        issue = only_issue(PATIENT | change)
        assert "DUPONT" not in f"{issue.message_fr}{issue.message_en}{issue.expression}"


def test_control_character_is_refused() -> None:
    issue = only_issue(PATIENT | {"name": [{"family": "a\u0000b"}]})

    assert (issue.expression, issue.code) == ("Patient.name[0].family", "value")


def test_expected_type_refuses_another_type() -> None:
    with pytest.raises(Exception, match="not a valid FHIR"):
        decode(json.dumps(PATIENT), "Observation")
