"""`$apply`: definitions stored here, made concrete under the caller's rights; nothing is stored."""

from typing import Any

import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.fhir.json_value import write_json
from cordee.store import Database, Repository, system_asker
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, NOT_FOUND

FHIRPATH = "text/fhirpath"
WEIGH = {
    "resourceType": "ActivityDefinition",
    "id": "weigh",
    "url": "urn:test:weigh",
    "status": "active",
    "kind": "ServiceRequest",
    "code": {"text": "Pesée"},
}
PLAN = {
    "resourceType": "PlanDefinition",
    "id": "follow-up",
    "url": "urn:test:follow-up",
    "status": "active",
    "title": "Suivi",
    "goal": [{"description": {"text": "Peser 65 kg"}}],
    "action": [
        {
            "title": "Peser",
            "definitionCanonical": "urn:test:weigh",
            "condition": [
                {
                    "kind": "applicability",
                    "expression": {"language": FHIRPATH, "expression": "birthDate.exists()"},
                }
            ],
        },
        {"title": "Autre", "definitionCanonical": "urn:test:nowhere"},
    ],
}


@pytest.fixture(autouse=True)
async def definitions(gate: Gate, database: Database) -> None:
    """One plan and one activity, of the directory."""
    async with Repository(database).writing(system_asker("test")) as unit:
        for content in (WEIGH, PLAN):
            unit.create(decode(write_json(content)))


async def test_a_stored_plan_is_applied_to_a_person(gp: Client) -> None:
    answer = await gp.get("/PlanDefinition/follow-up/$apply?subject=Patient/jeanne")

    assert answer.status_code == 200, answer.text
    plan = answer.json()
    decode(answer.content, "CarePlan")
    contained = {one["resourceType"]: one for one in plan["contained"]}
    assert contained.keys() == {"RequestGroup", "ServiceRequest", "Goal", "OperationOutcome"}
    assert contained["ServiceRequest"]["subject"] == {"reference": "Patient/jeanne"}
    assert [one["title"] for one in contained["RequestGroup"]["action"]] == ["Peser", "Autre"]
    assert contained["OperationOutcome"]["issue"][0]["code"] == "not-found"
    assert plan["extension"][0]["valueReference"] == {"reference": "#messages"}
    assert (await gp.get("/CarePlan?subject=Patient/jeanne")).json().get("entry") is None


async def test_a_plan_may_come_with_the_call(gp: Client) -> None:
    entries: list[dict[str, Any]] = [
        {"name": "planDefinition", "resource": PLAN | {"action": [], "goal": []} | {"title": "Envoyé"}},
        {"name": "subject", "valueString": "Patient/jeanne"},
        {"name": "userType", "valueCodeableConcept": {"text": "médecin"}},
    ]
    for entry in entries[:1]:
        del entry["resource"]["action"], entry["resource"]["goal"]
    body = {"resourceType": "Parameters", "parameter": entries}

    answer = await gp.post("/PlanDefinition/$apply", json=body, headers=FHIR)

    assert (answer.status_code, answer.json()["title"]) == (200, "Envoyé")


async def test_an_activity_gives_the_bare_request(gp: Client) -> None:
    answer = await gp.get("/ActivityDefinition/weigh/$apply?subject=Patient/jeanne")

    assert answer.status_code == 200, answer.text
    assert (answer.json()["resourceType"], answer.json()["status"]) == ("ServiceRequest", "draft")


@pytest.mark.parametrize("type_", ["PlanDefinition/follow-up", "ActivityDefinition/weigh"])
async def test_who_may_not_see_the_person_gets_nothing(outsider: Client, type_: str) -> None:
    answer = await outsider.get(f"/{type_}/$apply?subject=Patient/jeanne")

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/PlanDefinition/follow-up/$apply", 400),
        ("/PlanDefinition/$apply?subject=Patient/jeanne", 400),
        ("/PlanDefinition/nowhere/$apply?subject=Patient/jeanne", 404),
        ("/PlanDefinition/follow-up/$apply?subject=Observation/1", 400),
        ("/PlanDefinition/follow-up/$apply?subject=Patient/jeanne&subject=Patient/other", 400),
        ("/PlanDefinition/follow-up/$apply?subject=Patient/jeanne&encounter=Patient/jeanne", 400),
        ("/PlanDefinition/follow-up/$apply?subject=Patient/jeanne&encounter=Encounter/none", 404),
        ("/PlanDefinition/follow-up/$apply?subject=Patient/jeanne&userType=x", 400),
    ],
)
async def test_what_does_not_fit_is_refused(gp: Client, address: str, status: int) -> None:
    answer = await gp.get(address)

    assert answer.status_code == status, answer.text


async def test_an_activity_that_cannot_be_made_is_refused_with_its_reasons(gp: Client) -> None:
    definition = {"resourceType": "ActivityDefinition", "status": "active", "kind": "SupplyRequest"}

    answer = await gp.post("/ActivityDefinition/$apply?subject=Patient/jeanne", json=definition, headers=FHIR)

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["code"] == "incomplete"
