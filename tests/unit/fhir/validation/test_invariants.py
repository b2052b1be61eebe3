"""Invariants: each by its own severity, on every value of its element, with what surrounds the resource."""

from typing import Any

import pytest

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.fhir.validation import validate
from cordee.fhir.validation.corrections import CORRECTIONS
from tests.unit.fhir.validation.definitions import PROFILE, profile, registry_of, said

TEXT = {"status": "empty", "div": "<div>x</div>"}
PATIENT: Json = {"resourceType": "Patient", "text": TEXT}


def rule(expression: str, severity: str = "error", id_: str = "Patient") -> Json:
    constraint = {"key": "t-1", "severity": severity, "human": "Says what.", "expression": expression}
    return profile("Patient", {"id": id_, "constraint": [constraint]})


def found(content: Json, definition: Json, *others: Json) -> list[tuple[str, str, str]]:
    return said(validate(content, [PROFILE], registry_of(definition, *others)))


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_broken_rule_counts_by_its_severity(severity: str) -> None:
    assert found(PATIENT, rule("name.exists()", severity)) == [(severity, "invariant", "Patient")]
    assert found(PATIENT | {"name": [{"text": "M"}]}, rule("name.exists()", severity)) == []


def test_a_rule_without_an_answer_holds() -> None:
    assert found(PATIENT, rule("birthDate > @2000")) == []


def test_a_rule_is_evaluated_on_each_value() -> None:
    named = rule("family.exists()", id_="Patient.name")

    assert found(PATIENT | {"name": [{"family": "M"}, {"text": "M"}]}, named) == [
        ("error", "invariant", "Patient.name[1]")
    ]


def test_the_message_tells_the_rule_and_who_asks() -> None:
    (issue,) = validate(PATIENT, [PROFILE], registry_of(rule("name.exists()")))

    assert issue.message_en == "Rule t-1 is broken: Says what. (profile tested|1.0)"
    assert issue.message_fr == "Règle t-1 non respectée : Says what. (profil tested|1.0)"


def test_best_practice_is_an_information() -> None:
    assert said(validate({"resourceType": "Patient"})) == [("information", "invariant", "Patient")]


@pytest.mark.parametrize("expression", ["name.(", "name.unheardOf()", "%unheardOf = 1"])
def test_a_rule_that_cannot_be_evaluated_is_an_information(expression: str) -> None:
    assert found(PATIENT, rule(expression)) == [("information", "not-supported", "Patient")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"contact": [{"gender": "male"}]}, "Patient.contact[0]"),
        ({"identifier": [{"period": {"start": "2024", "end": "2023"}}]}, "Patient.identifier[0].period"),
        ({"telecom": [{"value": "1"}]}, "Patient.telecom[0]"),
    ],
)
def test_the_rules_of_r4_are_evaluated(change: Json, place: str) -> None:
    issues = [one for one in said(validate(PATIENT | change)) if one[0] == "error"]

    assert issues == [("error", "invariant", place)]


def test_a_rule_sees_the_resource_around_its_element() -> None:
    around = rule("%resource.birthDate.exists()", id_="Patient.name")

    assert found(PATIENT | {"name": [{"text": "M"}], "birthDate": "1948"}, around) == []
    assert found(PATIENT | {"name": [{"text": "M"}]}, around) == [("error", "invariant", "Patient.name[0]")]


def test_a_rule_resolves_what_is_contained() -> None:
    content = PATIENT | {
        "contained": [{"resourceType": "Organization", "id": "o", "name": "x"}],
        "managingOrganization": {"reference": "#o"},
    }

    resolved = rule("managingOrganization.resolve().name = 'x'")
    assert [one for one in found(content, resolved) if one[0] == "error"] == []


def test_broken_structure_is_not_judged_by_rules() -> None:
    issues = said(validate(PATIENT | {"contact": [{"gender": 3}]}))

    assert issues == [("error", "structure", "Patient.contact[0].gender")]


@pytest.mark.parametrize("system", [systems.INS_NIR_DEMO, systems.INS_NIR_TEST, systems.INS_NIR])
def test_the_correction_of_fr_core_1_takes_every_ins(system: str) -> None:
    (published,) = [one for one in CORRECTIONS if "identityStatus" in one]
    definition = rule(published)
    part = {"url": "identityStatus", "valueCoding": {"code": "VALI"}}
    reliability: Any = [{"url": systems.FR_IDENTITY_RELIABILITY, "extension": [part]}]
    qualified = PATIENT | {"extension": reliability}

    def broken(content: Json) -> bool:
        return ("error", "invariant", "Patient") in found(content, definition)

    assert broken(qualified)
    assert not broken(qualified | {"identifier": [{"system": system}]})
