"""Grids over FHIR: found, populated, answered by another software, extracted; what is written reads as the pages'."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from cordee import territories
from cordee.access import Gate
from cordee.care.assessments.response import typed
from cordee.care.assessments.shelving import shelve
from tests.http.api.conftest import Client
from tests.integration.store.people import GP, patient
from tests.unit.territories.listed_grid import AIDS, SYSTEM, guide_installed, pack_with_grid

ClientOf = Callable[[str], Awaitable[Client]]
URL = "https://cordee.example/Questionnaire"
PERSON = f"Patient/{patient().id}"


@pytest.fixture
async def gp(client_of: ClientOf, gate: Gate) -> Client:
    """The GP's software, on a server that has shelved its grids twice."""
    for _ in range(2):
        await shelve(gate.system_door("grids"), territories.grids("nord-saone-et-loire"))
    return await client_of(GP.login)


def answered(**more: Any) -> dict[str, Any]:
    """Return a walking test as another software writes it."""
    return {
        "resourceType": "QuestionnaireResponse", "questionnaire": f"{URL}/timed-up-and-go|1.0", "status": "completed",
        "subject": {"reference": PERSON}, "authored": "2026-11-20T10:00:00+01:00", "author": {"reference": GP.who},
        "item": [
            {"linkId": "tug-fait", "answer": [{"valueBoolean": True}]},
            {"linkId": "tug-temps", "answer": [{"valueDecimal": 12.5}]},
        ],
    } | more  # fmt: skip


async def test_grid_is_found_by_its_address_in_one_version(gp: Client) -> None:
    found = (await gp.get("/Questionnaire", params={"url": f"{URL}/aggir"})).json()
    assert len(found["entry"]) == 1
    assert found["entry"][0]["resource"]["meta"]["versionId"] == "1"
    assert found["entry"][0]["resource"]["copyright"]


async def test_response_of_another_software_is_kept_valid_and_extracted(gp: Client) -> None:
    checked = await gp.post("/QuestionnaireResponse/$validate", json=answered())
    assert [one for one in checked.json()["issue"] if one["severity"] in ("error", "fatal")] == []

    kept = await gp.post("/QuestionnaireResponse", json=answered())

    assert kept.status_code == 201
    id_ = kept.json()["id"]
    out = (await gp.get(f"/QuestionnaireResponse/{id_}/$extract")).json()
    bundle = next(one["resource"] for one in out["parameter"] if one["name"] == "return")
    (entry,) = bundle["entry"]
    assert entry["resource"]["valueQuantity"] == {
        "value": 12.5, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s",
    }  # fmt: skip
    assert (await gp.post("/Observation/$validate", json=entry["resource"])).status_code == 200


async def test_signed_assessment_is_changed_by_its_author_alone(gp: Client, gate: Gate) -> None:
    async with gate.system_door("test").writing() as unit:
        unit.create(typed(answered(id="other-s", author={"reference": "PractitionerRole/somebody"})))
        unit.create(
            typed(
                answered(
                    id="a-draft", author={"reference": "PractitionerRole/somebody"}, status="in-progress"
                )
            )
        )
    signed = (await gp.get("/QuestionnaireResponse/other-s")).json()
    assert (
        await gp.put("/QuestionnaireResponse/other-s", json={**signed, "status": "amended"})
    ).status_code == 403
    draft = (await gp.get("/QuestionnaireResponse/a-draft")).json()
    assert (
        await gp.put("/QuestionnaireResponse/a-draft", json={**draft, "status": "stopped"})
    ).status_code == 200


async def test_populate_fills_a_grid_of_the_shelf(gp: Client) -> None:
    body = {
        "resourceType": "Parameters",
        "parameter": [{"name": "subject", "valueReference": {"reference": PERSON}}],
    }
    out = await gp.post("/Questionnaire/fried-1.0/$populate", json=body)
    assert out.status_code == 200
    response = next(one["resource"] for one in out.json()["parameter"] if one["name"] == "response")
    assert response["questionnaire"] == f"{URL}/fried|1.0"


async def test_lists_of_answers_fill_and_extract_as_options_do(
    gp: Client, gate: Gate, tmp_path: Path
) -> None:
    ask = {
        "resourceType": "Parameters",
        "parameter": [{"name": "subject", "valueReference": {"reference": PERSON}}],
    }
    with guide_installed():
        await shelve(gate.system_door("grids"), territories.grids(pack_with_grid(tmp_path)))
        out = (await gp.post("/Questionnaire/marche-1.0/$populate", json=ask)).json()["parameter"]
    (response,) = [one["resource"] for one in out if one["name"] == "response"]
    assert [one["name"] for one in out] == ["response"]
    (filled,) = response["item"]
    assert filled["answer"][0]["valueCoding"]["display"] == "Female"
    assert "answerOption" not in str((await gp.get("/Questionnaire/marche-1.0")).json())

    out = (await gp.post("/Questionnaire/marche-1.0/$populate", json=ask)).json()["parameter"]
    (issue,) = next(one["resource"] for one in out if one["name"] == "issues")["issue"]
    assert AIDS in issue["diagnostics"] + issue.get("details", {}).get("text", "")

    walked = {"valueCoding": {"system": SYSTEM, "code": "canne", "display": "Avec une canne"}}
    scored = {"linkId": "score", "answer": [{"valueDecimal": 1}]}
    said = answered(questionnaire="https://exemple.fr/Questionnaire/marche|1.0",
                    item=[{"linkId": "marche", "answer": [walked]}, scored])  # fmt: skip
    checked = await gp.post("/QuestionnaireResponse/$validate", json=said)
    assert [one for one in checked.json()["issue"] if one["severity"] in ("error", "fatal")] == []
    id_ = (await gp.post("/QuestionnaireResponse", json=said)).json()["id"]
    out = (await gp.get(f"/QuestionnaireResponse/{id_}/$extract")).json()
    bundle = next(one["resource"] for one in out["parameter"] if one["name"] == "return")
    assert [one["resource"]["valueQuantity"]["value"] for one in bundle["entry"]] == [1]
