"""Whatever hands content out, or refuses to, leaves its line in the trace of the record concerned."""

import json

import pytest

from cordee.access import Gate
from cordee.fhir import decode
from cordee.store import Database
from tests.http.api.conftest import Client
from tests.http.api.content import FHIR, weight
from tests.integration.store.people import OUTSIDER, member, patient, team
from tests.platform import PLATFORM

JSON_PATCH = {"Content-Type": "application/json-patch+json"}
KNOWN = {"identifier": [{"system": "urn:test", "value": "1"}]}
CRITERIA = {"If-None-Exist": "identifier=urn:test|1"}

Line = tuple[str, str, str, str]


@pytest.fixture
async def standing(gp: Client) -> str:
    """The address of a weight in Jeanne's record."""
    await gp.put("/Observation/w", content=weight(id="w", **KNOWN), headers=FHIR)
    return "/Observation/w"


async def lines(database: Database, who: str, action: str) -> list[Line]:
    """Return outcome, type, id and record of what somebody did, oldest first."""
    text = "SELECT outcome, type, id, patient_id FROM trace WHERE who = %s AND action = %s ORDER BY key"
    async with database.connection(PLATFORM) as connection:
        return await (await connection.execute(text, (f"PractitionerRole/{who}", action))).fetchall()  # type: ignore[return-value]


def patch(*operations: object) -> str:
    return json.dumps(operations)


async def test_what_a_conditional_create_found_was_read(
    gp: Client, database: Database, standing: str
) -> None:
    found = await gp.post("/Observation", content=weight(), headers=FHIR | CRITERIA)

    assert (found.status_code, found.json()["id"]) == (200, "w")
    assert await lines(database, "gp", "read") == [("done", "Observation", "w", "jeanne")]
    assert await lines(database, "gp", "search") == [("done", "Observation", "", "")]


async def test_a_patch_that_changes_nothing_is_a_read(gp: Client, database: Database, standing: str) -> None:
    same = await gp.patch(
        standing, content=patch({"op": "test", "path": "/id", "value": "w"}), headers=JSON_PATCH
    )

    assert (same.status_code, same.headers["ETag"]) == (200, 'W/"1"')
    assert await lines(database, "gp", "read") == [("done", "Observation", "w", "jeanne")]


async def test_a_test_of_a_patch_that_does_not_hold_told_something(
    gp: Client, database: Database, standing: str
) -> None:
    guess = {"op": "test", "path": "/status", "value": "preliminary"}

    assert (await gp.patch(standing, content=patch(guess), headers=JSON_PATCH)).status_code == 422
    assert await lines(database, "gp", "read") == [("done", "Observation", "w", "jeanne")]


async def test_a_patch_that_changes_something_is_an_update_alone(
    gp: Client, database: Database, standing: str
) -> None:
    change = {"op": "replace", "path": "/status", "value": "amended"}

    assert (await gp.patch(standing, content=patch(change), headers=JSON_PATCH)).status_code == 200
    assert await lines(database, "gp", "read") == []
    assert await lines(database, "gp", "update") == [("done", "Observation", "w", "jeanne")]


@pytest.mark.parametrize("headers", [{}, {"If-Match": 'W/"1"'}])
async def test_a_stranger_who_patches_is_found_in_the_record(
    outsider: Client, database: Database, standing: str, headers: dict[str, str]
) -> None:
    change = {"op": "replace", "path": "/status", "value": "amended"}
    answer = await outsider.patch(standing, content=patch(change), headers=JSON_PATCH | headers)

    assert answer.status_code == (412 if headers else 404)
    assert await lines(database, "outsider", "update") == [("refused", "Observation", "w", "jeanne")]


async def test_a_stranger_who_deletes_a_version_is_found_in_the_record(
    outsider: Client, database: Database, standing: str
) -> None:
    answer = await outsider.delete(standing, headers={"If-Match": 'W/"1"'})

    assert answer.status_code == 412
    assert await lines(database, "outsider", "delete") == [("refused", "Observation", "w", "jeanne")]


async def test_a_stranger_who_overwrites_is_found_in_the_record_whatever_they_say(
    outsider: Client, database: Database, standing: str
) -> None:
    moved = weight(id="w", subject={"reference": "Patient/theirs"})
    answer = await outsider.put(standing, content=moved, headers=FHIR)

    assert answer.status_code == 403
    assert sorted(await lines(database, "outsider", "put")) == [
        ("refused", "Observation", "w", "jeanne"),
        ("refused", "Observation", "w", "theirs"),
    ]


async def test_a_stranger_who_tries_whether_an_id_is_taken_is_found_in_the_record(
    outsider: Client, database: Database, gate: Gate, standing: str
) -> None:
    async with gate.system_door("test").writing() as unit:
        unit.create(patient("theirs"))
        unit.create(team("theirs", member(OUTSIDER.who)))
    theirs = weight(id="w", subject={"reference": "Patient/theirs"})
    answer = await outsider.put(standing, content=theirs, headers=FHIR | {"If-None-Match": "*"})

    assert answer.status_code == 412
    assert ("refused", "Observation", "w", "jeanne") in await lines(database, "outsider", "create")


async def test_what_comes_with_a_page_names_its_record(gp: Client, database: Database, gate: Gate) -> None:
    practitioner = {"reference": "Practitioner/p"}
    async with gate.system_door("test").writing() as unit:
        unit.create(decode(weight(id="w", performer=[practitioner]).encode(), "Observation"))
    async with database.connection(PLATFORM) as connection:
        await connection.execute(
            "INSERT INTO resource SELECT 999999, 'Practitioner', 'p', 1, now(), 'system', false, NULL, 2048, 0, now(),"
            """ '{"resourceType":"Practitioner","id":"p"}'"""
        )
    page = await gp.get("/Practitioner?_revinclude=Observation:performer")

    assert [one["resource"]["id"] for one in page.json()["entry"]] == ["p", "w"]
    assert await lines(database, "gp", "search") == [("done", "Practitioner", "", "jeanne")]
