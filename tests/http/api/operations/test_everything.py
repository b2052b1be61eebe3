"""`Patient/$everything`: the whole record, page by page, and nothing of anybody else's."""

from typing import Any

import pytest

from cordee.access import Gate
from cordee.fhir.r4 import HumanName, Practitioner, Reference
from cordee.store import Database, Repository, system_asker
from tests.http.api.conftest import BASE, Client
from tests.http.api.content import FHIR, NOT_FOUND
from tests.integration.store.people import GP, member, note, patient, team, weight
from tests.platform import PLATFORM


@pytest.fixture
async def record(gate: Gate, database: Database) -> None:
    """Jeanne's record with five weights by a practitioner, a hidden note, and a stranger's record."""
    async with Repository(database).writing(system_asker("test")) as unit:
        unit.create(Practitioner(id="measurer", name=[HumanName(family="Masson")]))
        for index in range(5):
            made = weight(at=f"2026-0{index + 1}-10T08:00:00+01:00")
            made.id, made.performer = f"w{index}", [Reference(reference="Practitioner/measurer")]
            unit.create(made)
        unit.create(note("hidden", "MASQUE_PS"))
        unit.create(patient("stranger", "Durand"))
        stranger = weight(patient_id="stranger")
        stranger.id = "foreign"
        unit.create(stranger)


async def pages(client: Client, address: str) -> list[dict[str, Any]]:
    """Follow `next` to the end."""
    found: list[dict[str, Any]] = []
    while True:
        answer = await client.get(address)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        following = [link["url"] for link in found[-1]["link"] if link["relation"] == "next"]
        if not following:
            return found
        address = following[0]


def named(bundles: list[dict[str, Any]], mode: str = "match") -> list[str]:
    """Return the references of every entry of a mode, in order."""
    entries = [entry for bundle in bundles for entry in bundle.get("entry", [])]
    return [
        f"{one['resource']['resourceType']}/{one['resource']['id']}"
        for one in entries
        if one["search"]["mode"] == mode
    ]


WHOLE = {"Patient/jeanne", "CareTeam/team-jeanne", *(f"Observation/w{index}" for index in range(5))}


@pytest.mark.parametrize("count", [1, 2, 3, 100])
async def test_every_page_size_gives_everything_once(gp: Client, record: None, count: int) -> None:
    found = named(await pages(gp, f"/Patient/jeanne/$everything?_count={count}"))

    assert found[0] == "Patient/jeanne"
    assert len(found) == len(WHOLE)
    assert set(found) == WHOLE


async def test_directory_entries_a_page_refers_to_come_with_it(gp: Client, record: None) -> None:
    (page,) = await pages(gp, "/Patient/jeanne/$everything")

    assert page["type"] == "searchset"
    assert named([page], "include") == ["Practitioner/measurer"]


async def test_someone_outside_the_circle_gets_nothing(outsider: Client, record: None) -> None:
    answer = await outsider.get("/Patient/jeanne/$everything")
    all_of_mine = (await outsider.get("/Patient/$everything")).json()

    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert "entry" not in all_of_mine


async def test_the_record_of_another_person_never_shows(gp: Client, record: None) -> None:
    assert (await gp.get("/Patient/stranger/$everything")).status_code == 404
    assert set(named(await pages(gp, "/Patient/$everything?_count=2"))) == WHOLE


async def test_all_my_records_follow_one_another(gp: Client, record: None, database: Database) -> None:
    async with Repository(database).writing(system_asker("test")) as unit:
        unit.create(team("stranger", member(GP.who)))

    found = named(await pages(gp, "/Patient/$everything?_count=2"))

    assert len(found) == len(set(found))
    assert set(found) == WHOLE | {"Patient/stranger", "Observation/foreign", "CareTeam/team-stranger"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("_type=CareTeam", {"CareTeam/team-jeanne"}),
        ("_type=CareTeam,Patient", {"CareTeam/team-jeanne", "Patient/jeanne"}),
        ("_type=CareTeam&_type=Patient", {"CareTeam/team-jeanne", "Patient/jeanne"}),
        ("_type=Observation&start=2026-04", {"Observation/w3", "Observation/w4"}),
        ("_type=Observation&end=2026-02-10", {"Observation/w0", "Observation/w1"}),
        ("_type=Observation&start=2026-02-01&end=2026-02", {"Observation/w1"}),
        ("_since=2100-01-01T00:00:00Z", set()),
        ("_since=2020-01-01T00:00:00Z", WHOLE),
    ],
)
async def test_the_record_is_narrowed_as_asked(
    gp: Client, record: None, query: str, expected: set[str]
) -> None:
    assert set(named(await pages(gp, f"/Patient/jeanne/$everything?_count=3&{query}"))) == expected


async def test_a_change_since_the_last_call_is_told(gp: Client, gate: Gate, record: None) -> None:
    whole = await pages(gp, "/Patient/jeanne/$everything")
    last = max(one["resource"]["meta"]["lastUpdated"] for one in whole[0]["entry"])
    door = gate.system_door("test")
    changed = (await door.read("Observation", "w2")).resource
    changed.status = "amended"
    async with door.writing() as unit:
        unit.update(changed)

    found = await pages(gp, f"/Patient/jeanne/$everything?_since={last}")

    assert named(found) == ["Observation/w2"]


@pytest.mark.parametrize(
    "query",
    ["_type=Unicorn", "start=yesterday", "_since=2026", "_count=many", "_cursor=jeanne~x", "colour=blue"],
)
async def test_a_wrong_parameter_is_refused(gp: Client, record: None, query: str) -> None:
    answer = await gp.get(f"/Patient/jeanne/$everything?{query}")

    assert answer.status_code == 400, answer.text


async def test_parameters_may_be_posted(gp: Client, record: None) -> None:
    entries = [{"name": "_type", "valueCode": "Observation"}, {"name": "_count", "valueInteger": 2}]
    body = {"resourceType": "Parameters", "parameter": entries}

    answer = await gp.post("/Patient/jeanne/$everything", json=body, headers=FHIR)

    links = {link["relation"]: link["url"] for link in answer.json()["link"]}
    assert links["self"] == f"{BASE}/Patient/jeanne/$everything?_type=Observation&_count=2"
    assert len(answer.json()["entry"]) == 2
    assert len(named(await pages(gp, links["next"]))) == 3


async def test_each_page_is_traced(gp: Client, record: None, database: Database) -> None:
    await pages(gp, "/Patient/jeanne/$everything?_count=3")

    async with database.connection(PLATFORM) as connection:
        rows = await connection.execute(
            "SELECT count FROM trace WHERE action = 'everything' AND patient_id = 'jeanne' ORDER BY key"
        )
        assert [count for (count,) in await rows.fetchall()] == [2, 3, 1]
