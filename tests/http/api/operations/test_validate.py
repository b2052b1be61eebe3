"""`$validate`: every finding, with 200 however wrong the resource is; 4xx when there is nothing to validate."""

from typing import Any

import pytest

from cordee.fhir.json_value import Json
from tests.http.api.conftest import Client

JEANNE = "jeanne"
WRONG: Json = {"resourceType": "Patient", "active": "yes", "colour": "blue", "birthDate": "2024-02-30"}
RIGHT: Json = {"resourceType": "Patient", "text": {"status": "empty", "div": "<div>x</div>"}, "active": True}


async def outcome(
    client: Client, path: str, content: Any = None, status: int = 200
) -> list[tuple[str, str, str]]:
    """Return severity, code and place of each issue of the answer."""
    answer = await (client.get(path) if content is None else client.post(path, json=content))
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    return [(one["severity"], one["code"], one.get("expression", [""])[0]) for one in body["issue"]]


async def test_a_right_resource_answers_that_there_is_nothing(gp: Client) -> None:
    assert await outcome(gp, "Patient/$validate", RIGHT) == [("information", "informational", "")]


async def test_a_wrong_resource_answers_every_finding_with_200(gp: Client) -> None:
    expected = [
        ("error", "structure", "Patient.active"),
        ("error", "structure", "Patient.colour"),
        ("error", "value", "Patient.birthDate"),
    ]

    assert [one for one in await outcome(gp, "Patient/$validate", WRONG) if one[0] == "error"] == expected
    wrapped = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": WRONG}]}
    assert [one for one in await outcome(gp, "Patient/$validate", wrapped) if one[0] == "error"] == expected


async def test_a_profile_not_installed_is_an_error_of_the_outcome(gp: Client) -> None:
    found = await outcome(gp, "Patient/$validate?profile=https://example.org/none", RIGHT)

    assert found == [("error", "not-found", "Patient")]


async def test_a_profile_of_r4_is_held_against(gp: Client) -> None:
    content = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
    profile = "http://hl7.org/fhir/StructureDefinition/bodyweight"

    found = await outcome(gp, f"Observation/$validate?profile={profile}&mode=profile", content)

    assert ("error", "required", "Observation.subject") in found


async def test_the_version_that_stands_is_validated_by_get_and_post(gp: Client) -> None:
    for content in (None, {"resourceType": "Parameters"}):
        found = await outcome(gp, f"Patient/{JEANNE}/$validate", content)
        assert [one for one in found if one[0] == "error"] == []


async def test_an_update_must_have_the_id_of_the_address(gp: Client) -> None:
    found = await outcome(gp, f"Patient/{JEANNE}/$validate?mode=update", RIGHT | {"id": "other"})

    assert ("error", "value", "Patient.id") in found
    assert await outcome(gp, f"Patient/{JEANNE}/$validate?mode=update", RIGHT | {"id": JEANNE}) == [
        ("information", "informational", "")
    ]


async def test_a_creation_says_that_the_id_is_not_kept(gp: Client) -> None:
    assert await outcome(gp, "Patient/$validate?mode=create", RIGHT | {"id": "x"}) == [
        ("information", "informational", "Patient.id")
    ]


async def test_a_deletion_says_whether_there_is_something(gp: Client, outsider: Client) -> None:
    assert await outcome(gp, f"Patient/{JEANNE}/$validate?mode=delete") == [
        ("information", "informational", "")
    ]
    assert (await outsider.get(f"Patient/{JEANNE}/$validate?mode=delete")).status_code == 404


async def test_a_resource_of_another_type_than_the_address_is_a_finding(gp: Client) -> None:
    assert ("error", "value", "Patient") in await outcome(gp, "Observation/$validate", RIGHT)


@pytest.mark.parametrize("query", ["mode=sing", "mode=profile", "colour=blue"])
async def test_a_request_that_cannot_be_understood_is_refused(gp: Client, query: str) -> None:
    await outcome(gp, f"Patient/$validate?{query}", RIGHT, 400)


async def test_nothing_to_validate_is_refused(gp: Client) -> None:
    await outcome(gp, "Patient/$validate", status=400)
    assert (await gp.post("Patient/$validate", content=b"{")).status_code in {400, 415}


async def test_a_record_one_may_not_see_is_not_there(outsider: Client, nobody: Client) -> None:
    assert (await outsider.get(f"Patient/{JEANNE}/$validate")).status_code == 404
    assert (await nobody.get(f"Patient/{JEANNE}/$validate")).status_code == 401
