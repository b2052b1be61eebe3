"""What one request may cost: a bound each, and a refusal that says it."""

import asyncio
import json
import time
from typing import Any

import pytest

from cordee.api.operations.asked_terminology import ASKED_MAX
from cordee.fhir.json_value import Json
from cordee.store import Database
from cordee.store.criteria_lock import LOCKS_MAX, lock_criteria
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, weight
from tests.platform import PLATFORM


def bundle(kind: str, *entries: Json) -> str:
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries})


def asking(url: str) -> Json:
    return {"request": {"method": "GET", "url": url}}


def statuses(answer: Any) -> list[str]:
    return [entry["response"]["status"][:3] for entry in answer.json()["entry"]]


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_the_answers_of_a_bundle_are_bounded(
    gp: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("cordee.api.answer_room.ANSWER_MAX_BYTES", 500)
    answer = await gp.post("", content=bundle(kind, *[asking("Patient/jeanne")] * 4), headers=FHIR)

    said = statuses(answer)
    assert said[0] == "200"
    assert said[-1] == "400"
    outcome = answer.json()["entry"][-1]["response"]["outcome"]
    assert outcome["issue"][0]["code"] == "too-costly"


async def test_a_transaction_takes_a_bounded_time(
    gp: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.api.transaction.SECONDS_MAX", 0.5)
    await gp.put("/Observation/w", content=weight(id="w"), headers=FHIR)
    put = {"resource": json.loads(weight("70", id="w")), "request": {"method": "PUT", "url": "Observation/w"}}
    async with database.transaction(PLATFORM) as other:
        await other.execute("SELECT 1 FROM resource WHERE id = 'w' FOR UPDATE")
        begun = time.monotonic()
        answer = await gp.post("", content=bundle("transaction", put, asking("Patient")), headers=FHIR)
        assert time.monotonic() - begun < 10

    assert answer.status_code == 503
    assert (await gp.get("/Observation/w")).headers["ETag"] == 'W/"1"'


async def test_references_by_search_are_bounded(gp: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.api.resolving.REFERENCES_MAX", 1)
    performers = [{"reference": f"Patient?family=lambert&birthdate=1942-0{n}-12"} for n in (3, 4)]
    resource = json.loads(weight(subject={"reference": "Patient?family=lambert"}, performer=performers))
    entry = {"resource": resource, "request": {"method": "POST", "url": "Observation"}}
    answer = await gp.post("", content=bundle("transaction", entry), headers=FHIR)

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (400, "too-costly")


async def test_many_criteria_leave_locks_to_others(database: Database) -> None:
    async with database.transaction(PLATFORM) as connection:
        await lock_criteria(connection, (f"Patient?identifier={n}" for n in range(50_000)))
        cursor = await connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        row = await cursor.fetchone()

    assert row is not None
    assert 0 < row[0] <= LOCKS_MAX


async def test_unknown_systems_are_looked_up_a_bounded_number_of_times(
    gp: Client, database: Database
) -> None:
    include = [{"system": f"https://example.org/unknown/{n}"} for n in range(2 * ASKED_MAX)]
    sent = {"resourceType": "ValueSet", "status": "active", "compose": {"include": include}}
    await gp.post("/ValueSet/$expand", json=sent, headers=FHIR)

    async with database.connection(PLATFORM) as connection:
        cursor = await connection.execute("SELECT count(*) FROM trace WHERE type = 'CodeSystem'")
        assert await cursor.fetchone() == (ASKED_MAX,)


async def test_profiles_of_a_bundle_are_looked_at_for_a_bounded_time(
    gp: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.store.profile_check.UNIT_SECONDS_MAX", 0.0)
    profile = {"profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"] * 2000}
    answer = await asyncio.wait_for(
        gp.post(
            "/Observation", content=weight(meta=profile), headers=FHIR | {"Prefer": "return=OperationOutcome"}
        ),
        30,
    )

    assert answer.status_code == 201
    assert "too-costly" in {issue["code"] for issue in answer.json()["issue"]}
