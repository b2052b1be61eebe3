"""What a write does with declared profiles, by the setting; and with the INS of a qualified identity, always."""

from collections.abc import Iterator
from typing import Any

import pytest

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.store import profile_check
from cordee.store.profile_check import ProfileCheck
from tests.http.api.conftest import Client

PROFILE = "http://hl7.org/fhir/StructureDefinition/bodyweight"
LACKING: Json = {
    "resourceType": "Observation",
    "meta": {"profile": [PROFILE]},
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "subject": {"reference": "Patient/jeanne"},
    "valueQuantity": {"value": 60, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
}
TELL = {"Prefer": "return=OperationOutcome"}


@pytest.fixture(params=list(ProfileCheck))
def setting(request: pytest.FixtureRequest) -> Iterator[ProfileCheck]:
    """Each value of `CORDEE_PROFILE_CHECK` in turn."""
    profile_check.put_in_force(request.param)
    yield request.param
    profile_check.put_in_force(ProfileCheck.WARN)


def places(answer: Any, severity: str) -> set[str]:
    return {
        place
        for issue in answer.json()["issue"]
        if issue["severity"] == severity
        for place in issue.get("expression", ())
    }


async def test_a_broken_profile_is_ignored_told_or_refused(gp: Client, setting: ProfileCheck) -> None:
    answer = await gp.post("Observation", json=LACKING, headers=TELL)

    expected = {"Observation.category", "Observation.effective"}
    if setting is ProfileCheck.REFUSE:
        assert answer.status_code == 422
        assert places(answer, "error") >= expected
        assert (await gp.get("Observation?_summary=count")).json()["total"] == 0
    else:
        assert answer.status_code == 201
        told = places(answer, "error")
        assert told == set() if setting is ProfileCheck.IGNORE else told >= expected


async def test_without_being_asked_the_answer_is_the_resource(gp: Client) -> None:
    answer = await gp.post("Observation", json=LACKING)

    assert answer.status_code == 201
    assert answer.json()["resourceType"] == "Observation"


async def test_a_profile_not_installed_is_no_reason_to_refuse(gp: Client, setting: ProfileCheck) -> None:
    unknown = LACKING | {"meta": {"profile": ["https://example.org/unknown"]}}

    assert (await gp.post("Observation", json=unknown)).status_code == 201


def qualified(value: str, status: str = "VALI", system: str = systems.INS_NIR) -> Json:
    part = {"url": "identityStatus", "valueCoding": {"code": status}}
    return {
        "resourceType": "Patient",
        "id": "jeanne",
        "extension": [{"url": systems.FR_IDENTITY_RELIABILITY, "extension": [part]}],
        "identifier": [{"system": system, "value": value}],
    }


async def test_a_wrong_ins_of_a_qualified_identity_is_refused_whatever_the_setting(
    client_of: Any, setting: ProfileCheck
) -> None:
    coordinator = await client_of("coordinator")

    answer = await coordinator.put("Patient/jeanne", json=qualified("221042545611404"))

    assert answer.status_code == 422
    assert places(answer, "error") == {"Patient.identifier[0].value"}
    assert "221042545611404" not in answer.text


@pytest.mark.parametrize(
    ("status", "system"),
    [("PROV", systems.INS_NIR), ("VALI", systems.INS_NIR_TEST), ("FICT", systems.INS_NIR)],
)
async def test_other_wrong_keys_are_stored_with_a_warning(client_of: Any, status: str, system: str) -> None:
    coordinator = await client_of("coordinator")

    answer = await coordinator.put(
        "Patient/jeanne", json=qualified("221042545611404", status, system), headers=TELL
    )

    assert answer.status_code == 200
    assert places(answer, "warning") == {"Patient.identifier[0].value"}
