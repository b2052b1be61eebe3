"""Bindings: required is an error, extensible a warning, a value set not known here an information."""

from typing import Any

import pytest

from cordee.fhir.json_value import Json
from cordee.fhir.validation import validate
from tests.unit.fhir.validation.definitions import PROFILE, profile, registry_of, said

SYSTEM, SET = "https://example.org/codes", "https://example.org/set"
CODES: Json = {
    "resourceType": "CodeSystem",
    "url": SYSTEM,
    "content": "complete",
    "concept": [{"code": "a", "concept": [{"code": "b"}]}, {"code": "c"}],
}
OBSERVATION: Json = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}


def bound(strength: str, value_set: str = SET, element: str = "Observation.bodySite") -> Json:
    return profile("Observation", {"id": element, "binding": {"strength": strength, "valueSet": value_set}})


def value_set(**compose: Any) -> Json:
    return {"resourceType": "ValueSet", "url": SET, "compose": compose or {"include": [{"system": SYSTEM}]}}


def site(*codes: str, system: str = SYSTEM) -> Json:
    return OBSERVATION | {"bodySite": {"coding": [{"system": system, "code": code} for code in codes]}}


def found(content: Json, *definitions: Json) -> list[tuple[str, str, str]]:
    issues = validate(content, [PROFILE], registry_of(*definitions))
    return [one for one in said(issues) if "bodySite" in one[2] or "status" in one[2]]


@pytest.mark.parametrize("codes", [("a",), ("b",), ("z", "c")])
def test_a_code_of_the_set_is_accepted(codes: tuple[str, ...]) -> None:
    assert found(site(*codes), bound("required"), value_set(), CODES) == []


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        ("required", [("error", "code-invalid", "Observation.bodySite")]),
        ("extensible", [("warning", "code-invalid", "Observation.bodySite")]),
        ("preferred", []),
        ("example", []),
    ],
)
def test_a_code_outside_counts_by_the_strength(strength: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(site("z"), bound(strength), value_set(), CODES) == expected
    assert found(site("a", system="urn:other"), bound(strength), value_set(), CODES) == expected


@pytest.mark.parametrize(
    "definitions",
    [
        (),
        (value_set(include=[{"system": "urn:unknown"}]),),
        (value_set(include=[{"valueSet": ["urn:unknown"]}]),),
    ],
)
@pytest.mark.parametrize("strength", ["required", "extensible"])
def test_a_set_not_known_here_is_an_information(strength: str, definitions: tuple[Json, ...]) -> None:
    assert found(site("z", system="urn:unknown"), bound(strength), *definitions) == [
        ("information", "not-supported", "Observation.bodySite")
    ]


def test_a_set_leaves_out_what_it_excludes() -> None:
    excluding = value_set(
        include=[{"system": SYSTEM}], exclude=[{"system": SYSTEM, "concept": [{"code": "b"}]}]
    )

    assert found(site("a"), bound("required"), excluding, CODES) == []
    assert len(found(site("b"), bound("required"), excluding, CODES)) == 1


def test_a_required_concept_needs_a_code_unless_an_extension_says_why() -> None:
    told = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]

    assert len(found(OBSERVATION | {"bodySite": {"text": "x"}}, bound("required"), value_set(), CODES)) == 1
    content = OBSERVATION | {"bodySite": {"extension": told}}
    assert found(content, bound("required"), value_set(), CODES) == []


def test_a_code_of_base_r4_is_held_against_its_list() -> None:
    assert found(OBSERVATION | {"status": "finished"}, bound("example")) == [
        ("error", "code-invalid", "Observation.status")
    ]


def test_messages_name_the_set_and_not_the_code() -> None:
    issues = validate(site("secretcode"), [PROFILE], registry_of(bound("required"), value_set(), CODES))

    told = " ".join(issue.message_fr + issue.message_en for issue in issues)
    assert SET in told
    assert "secretcode" not in told
