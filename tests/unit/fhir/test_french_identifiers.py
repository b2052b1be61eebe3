"""French check digits: warn by default, refuse for qualified identities on production OIDs, tell INS from NSS."""

from typing import Any

import pytest

from cordee.fhir import systems
from cordee.fhir.french_identifiers import identifier_issues, may_hold_any
from cordee.fhir.json_value import Json, write_json

RIGHT, WRONG = "279035121518989", "221042545611404"
NH = {"coding": [{"system": systems.IDENTIFIER_TYPE, "code": "NH"}]}
INS = {"coding": [{"system": systems.FR_IDENTIFIER_TYPE, "code": "INS-NIR"}]}


def patient(system: str, value: str, status: str = "VALI", **more: Any) -> Json:
    part = {"url": "identityStatus", "valueCoding": {"system": systems.FR_IDENTITY_STATUS, "code": status}}
    return {
        "resourceType": "Patient",
        "extension": [{"url": systems.FR_IDENTITY_RELIABILITY, "extension": [part]}],
        "identifier": [{"system": system, "value": value, **more}],
    }


def severities(resource: Json) -> list[str]:
    return [issue.severity for issue in identifier_issues(resource, "Patient")]


@pytest.mark.parametrize("value", [RIGHT, "277076322082910", "253072B07300470", "253072A07300443"])
def test_a_right_key_has_no_finding(value: str) -> None:
    assert severities(patient(systems.INS_NIR, value)) == []


@pytest.mark.parametrize("system", [systems.INS_NIR, systems.INS_NIA])
def test_a_wrong_key_of_a_qualified_identity_in_production_is_an_error(system: str) -> None:
    assert severities(patient(system, WRONG, type=INS)) == ["error"]


@pytest.mark.parametrize("system", [systems.INS_NIR_TEST, systems.INS_NIR_DEMO])
def test_a_wrong_key_of_a_test_identity_is_a_warning(system: str) -> None:
    assert severities(patient(system, WRONG)) == ["warning"]


@pytest.mark.parametrize("status", ["PROV", "FICT", "DOUT"])
def test_a_wrong_key_of_an_identity_not_qualified_is_a_warning(status: str) -> None:
    assert severities(patient(systems.INS_NIR, WRONG, status)) == ["warning"]


def test_a_billing_number_on_the_oid_of_the_ins_is_only_warned_about() -> None:
    assert severities(patient(systems.INS_NIR, WRONG, type=NH)) == ["warning"]
    assert severities(patient(systems.INS_NIR, RIGHT[:13], type=NH)) == []
    assert severities(patient(systems.NSS_NIR, WRONG)) == ["warning"]


@pytest.mark.parametrize(
    ("system", "right", "wrong"),
    [
        (systems.RPPS, "01234567897", "801234567897"),
        (systems.RPPS, "01234567897", "01234567890"),
        (systems.FINESS, "750803447", "754567860"),
        (systems.FINESS, "2A0000014", "2C0000014"),
        (systems.SIRENE, "552100554", "552100555"),
        (systems.NATIONAL_PERSON_ID, "801234567897", "801234567890"),
        (systems.NATIONAL_PERSON_ID, "3750803447/12", "8012"),
        (systems.NATIONAL_STRUCTURE_ID, "1750803447", "1754567860"),
        (systems.NATIONAL_STRUCTURE_ID, "2552100554", "2552100555"),
    ],
)
def test_professionals_and_structures_are_warned_about(system: str, right: str, wrong: str) -> None:
    assert severities(patient(system, right)) == []
    assert severities(patient(system, wrong)) == ["warning"]


def test_identifiers_are_found_in_resources_inside_and_in_references() -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": patient(systems.INS_NIR, WRONG)},
            {
                "resource": {
                    "resourceType": "Task",
                    "owner": {"identifier": {"system": systems.RPPS, "value": "1"}},
                }
            },
        ],
    }

    assert [(issue.severity, issue.expression) for issue in identifier_issues(bundle, "Bundle")] == [
        ("error", "Bundle.entry[0].resource.identifier[0].value"),
        ("warning", "Bundle.entry[1].resource.owner.identifier.value"),
    ]


def test_values_are_never_repeated() -> None:
    told = "".join(
        issue.message_fr + issue.message_en
        for issue in identifier_issues(patient(systems.INS_NIR, WRONG), "Patient")
    )

    assert WRONG not in told


@pytest.mark.parametrize(
    "change", [{"identifier": 3}, {"extension": [3, {"extension": 4}]}, {"identifier": [[]]}]
)
def test_malformed_content_is_passed_over(change: Json) -> None:
    assert severities(patient(systems.INS_NIR, RIGHT) | change) == []


def test_the_scan_of_the_bytes_finds_every_system_that_is_checked() -> None:
    for system in (systems.INS_NIR, systems.NSS_NIA, systems.RPPS, systems.FINESS, systems.SIRENE):
        assert may_hold_any(write_json(patient(system, RIGHT)))
    assert not may_hold_any(b'{"resourceType":"Patient"}')
