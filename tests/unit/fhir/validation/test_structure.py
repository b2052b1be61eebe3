"""Base R4: unknown and missing elements, JSON types, lists, choices, formats; every finding, with its place."""

from typing import Any

import pytest

from cordee.fhir.validation import validate
from tests.unit.fhir.validation.definitions import said

PATIENT = {"resourceType": "Patient", "id": "p1", "active": True, "birthDate": "1948-03-02"}


def errors(content: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [one for one in said(validate(content)) if one[0] == "error"]


@pytest.mark.parametrize(
    "content",
    [
        PATIENT,
        PATIENT | {"name": [{"family": "Martin", "given": ["Anne", "Lou"]}]},
        PATIENT | {"deceasedDateTime": "2024-02"},
        PATIENT
        | {"_birthDate": {"extension": [{"url": "urn:x", "valueDateTime": "1948-03-02T08:00:00+01:00"}]}},
        PATIENT
        | {
            "name": [
                {
                    "given": [None, "Lou"],
                    "_given": [{"extension": [{"url": "urn:x", "valueCode": "a"}]}, None],
                }
            ]
        },
    ],
)
def test_valid_content_has_no_error(content: dict[str, Any]) -> None:
    assert errors(content) == []


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"colour": "blue"}, "structure", "Patient.colour"),
        ({"not a name": 1}, "structure", "Patient"),
        ({"active": "true"}, "structure", "Patient.active"),
        ({"active": None}, "structure", "Patient.active"),
        ({"name": {"family": "Martin"}}, "structure", "Patient.name"),
        ({"name": []}, "structure", "Patient.name"),
        ({"name": ["Martin"]}, "structure", "Patient.name[0]"),
        ({"name": [{}]}, "structure", "Patient.name[0]"),
        ({"name": [{"given": [None]}]}, "structure", "Patient.name[0].given[0]"),
        ({"birthDate": ["1948"]}, "structure", "Patient.birthDate"),
        ({"birthDate": "1948-02-30"}, "value", "Patient.birthDate"),
        ({"birthDate": ""}, "value", "Patient.birthDate"),
        ({"multipleBirthInteger": "2"}, "structure", "Patient.multipleBirth.ofType(integer)"),
        ({"multipleBirthInteger": 2**40}, "value", "Patient.multipleBirth.ofType(integer)"),
        ({"id": "a b"}, "value", "Patient.id"),
        ({"photo": [{"data": "é"}]}, "value", "Patient.photo[0].data"),
        ({"contact": [{"name": {"nom": "x"}}]}, "structure", "Patient.contact[0].name.nom"),
        ({"_birthDate": "x"}, "structure", "Patient.birthDate"),
        ({"_birthDate": {"value": "x"}}, "structure", "Patient.birthDate.value"),
        ({"link": [{"type": "seealso"}]}, "required", "Patient.link[0].other"),
        ({"deceasedBoolean": True, "deceasedDateTime": "2024"}, "structure", "Patient.deceased"),
        ({"implicitRules": "a b"}, "value", "Patient.implicitRules"),
        ({"language": "x\u0001"}, "value", "Patient.language"),
        ({"extension": [{"url": "urn:x"}]}, "invariant", "Patient.extension[0]"),
    ],
)
def test_each_structural_fault_is_found_at_its_place(change: dict[str, Any], code: str, place: str) -> None:
    assert errors(PATIENT | change) == [("error", code, place)]


def test_every_fault_is_told_not_only_the_first() -> None:
    content = PATIENT | {"active": 3, "name": [{"given": "Anne"}, {"family": 4}], "colour": 1}

    assert errors(content) == [
        ("error", "structure", "Patient.active"),
        ("error", "structure", "Patient.name[0].given"),
        ("error", "structure", "Patient.name[1].family"),
        ("error", "structure", "Patient.colour"),
    ]


@pytest.mark.parametrize("name", [None, 3, "Nothing", "Element"])
def test_a_type_that_is_no_resource_is_refused(name: Any) -> None:
    assert [code for _, code, _ in errors({"resourceType": name})] == ["structure"]


def test_messages_never_repeat_a_value() -> None:
    secret = "Zébulonne"
    content = {
        "resourceType": "Patient",
        secret: secret,
        "active": secret,
        "birthDate": secret,
        "gender": secret,
        "name": secret,
        "contact": [{"name": [secret]}],
        "extension": [{"url": f"urn:{secret} x"}],
        "meta": {"profile": [f"http://x/?{secret}"]},
        "managingOrganization": {"reference": f"#{secret}"},
    }

    told = " ".join(issue.message_fr + issue.message_en + issue.expression for issue in validate(content))

    assert secret not in told


def test_an_element_defined_by_reference_is_checked_like_the_one_it_repeats() -> None:
    content = {
        "resourceType": "Questionnaire",
        "status": "draft",
        "item": [{"linkId": "1", "type": "group", "item": [{"type": "group"}]}],
    }

    assert errors(content) == [("error", "required", "Questionnaire.item[0].item[0].linkId")]


def test_resources_inside_are_checked_with_their_place() -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": PATIENT}, {"resource": PATIENT | {"active": 1}}, {"resource": {"id": "x"}}],
    }
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "p", "part": [{"name": "q", "resource": PATIENT | {"active": 1}}]}],
    }

    assert errors(bundle) == [
        ("error", "structure", "Bundle.entry[1].resource.active"),
        ("error", "structure", "Bundle.entry[2].resource"),
    ]
    assert errors(parameters) == [("error", "structure", "Parameters.parameter[0].part[0].resource.active")]
