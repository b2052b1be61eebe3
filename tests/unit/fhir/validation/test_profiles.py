"""What an element of a profile may ask: count, absence, type, fixed value, pattern, length, range, type profile."""

from typing import Any

import pytest

from cordee.fhir.validation import validate
from tests.unit.fhir.validation.definitions import PROFILE, against, profile, said

PATIENT = {"resourceType": "Patient", "birthDate": "1948-03-02"}
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}


@pytest.mark.parametrize(
    ("element", "valid", "invalid", "code", "place"),
    [
        ({"id": "Patient.name", "min": 1}, {"name": [{"family": "M"}]}, {}, "required", "Patient.name"),
        (
            {"id": "Patient.name", "max": "1"},
            {"name": [{"family": "M"}]},
            {"name": [{"family": "M"}, {"family": "N"}]},
            "structure",
            "Patient.name",
        ),
        ({"id": "Patient.photo", "max": "0"}, {}, {"photo": [{"title": "x"}]}, "structure", "Patient.photo"),
        (
            {"id": "Patient.gender", "fixedCode": "male"},
            {"gender": "male"},
            {"gender": "other"},
            "value",
            "Patient.gender",
        ),
        (
            {"id": "Patient.maritalStatus", "patternCodeableConcept": {"coding": [{"code": "M"}]}},
            {"maritalStatus": {"coding": [{"code": "M", "display": "x"}], "text": "y"}},
            {"maritalStatus": {"coding": [{"code": "S"}]}},
            "value",
            "Patient.maritalStatus",
        ),
        (
            {"id": "Patient.deceased[x]", "type": [{"code": "boolean"}]},
            {"deceasedBoolean": False},
            {"deceasedDateTime": "2024"},
            "structure",
            "Patient.deceased.ofType(dateTime)",
        ),
        (
            {"id": "Patient.birthDate", "minValueDate": "1900-01-01"},
            {"birthDate": "1900-01-01"},
            {"birthDate": "1899-12-31"},
            "value",
            "Patient.birthDate",
        ),
        (
            {"id": "Patient.language", "maxLength": 2},
            {"language": "fr"},
            {"language": "fr-FR"},
            "too-long",
            "Patient.language",
        ),
    ],
)
def test_each_rule_accepts_and_refuses(
    element: dict[str, Any], valid: dict[str, Any], invalid: dict[str, Any], code: str, place: str
) -> None:
    definition = profile("Patient", element)

    assert said(against(definition, PATIENT | valid)) == []
    issues = against(definition, PATIENT | invalid)
    assert said(issues) == [("error", code, place)]
    assert "tested|1.0" in issues[0].message_en
    assert "tested|1.0" in issues[0].message_fr


def test_a_rule_inside_an_element_only_holds_where_the_element_is() -> None:
    definition = profile("Patient", {"id": "Patient.contact.name", "min": 1})

    assert against(definition, PATIENT) == []
    assert said(against(definition, PATIENT | {"contact": [{"organization": {"display": "x"}}]})) == [
        ("error", "required", "Patient.contact[0].name")
    ]


def test_a_rule_on_an_element_of_a_datatype_holds() -> None:
    definition = profile(
        "Patient", {"id": "Patient.name.family", "path": "Patient.name.family", "min": 1, "max": "1"}
    )

    assert said(against(definition, PATIENT | {"name": [{"family": "M"}, {"text": "M"}]})) == [
        ("error", "required", "Patient.name[1].family")
    ]


def test_the_profile_of_a_type_is_followed() -> None:
    name = profile("HumanName", {"id": "HumanName.family", "min": 1}, url="https://example.org/name")
    definition = profile(
        "Patient",
        {"id": "Patient.name", "type": [{"code": "HumanName", "profile": ["https://example.org/name"]}]},
    )

    assert said(against(definition, PATIENT | {"name": [{"text": "M"}]}, name)) == [
        ("error", "required", "Patient.name[0].family")
    ]


def test_one_of_several_profiles_of_a_type_is_enough() -> None:
    urls = ["https://example.org/a", "https://example.org/b"]
    first = profile("HumanName", {"id": "HumanName.family", "min": 1}, url=urls[0])
    second = profile("HumanName", {"id": "HumanName.text", "min": 1}, url=urls[1])
    definition = profile("Patient", {"id": "Patient.name", "type": [{"code": "HumanName", "profile": urls}]})

    assert against(definition, PATIENT | {"name": [{"text": "M"}, {"family": "M"}]}, first, second) == []
    assert len(against(definition, PATIENT | {"name": [{"use": "usual"}]}, first, second)) == 1


def test_a_profile_of_another_type_is_refused() -> None:
    assert said(against(profile("Observation"), PATIENT)) == [("error", "structure", "Patient")]


def test_a_profile_that_is_declared_counts_like_one_asked_for() -> None:
    definition = profile("Patient", {"id": "Patient.name", "min": 1})
    content = PATIENT | {"meta": {"profile": [PROFILE]}}

    assert said(against(definition, content)) == [("error", "required", "Patient.name")]


def test_conforming_to_one_of_the_versions_in_force_is_enough_unless_one_is_named() -> None:
    strict = profile("Patient", {"id": "Patient.name", "min": 1}, version="2.0")
    lenient = profile("Patient", version="1.0")

    assert against(strict, PATIENT | {"meta": {"profile": [PROFILE]}}, lenient) == []
    named = PATIENT | {"meta": {"profile": [f"{PROFILE}|2.0"]}}
    assert said(against(strict, named, lenient)) == [("error", "required", "Patient.name")]


def test_a_profile_not_in_force_is_an_information() -> None:
    content = OBSERVATION | {"meta": {"profile": ["https://example.org/unknown"]}}

    found = [issue for issue in validate(content) if issue.code == "not-found"]

    assert said(found) == [("information", "not-found", "Observation.meta.profile[0]")]
