"""A bulk import: by COPY in processes of its own, the same in the end as the ordinary way."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cordee.access import Gate
from cordee.exchange.files import ImportOptions, Tally, bulk_import
from cordee.fhir import encode
from cordee.fhir.search import parse_query
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import GP, OUTSIDER, asker, weight
from tests.integration.store.subscriptions.asking import subscription
from tests.platform import PLATFORM

PATIENT = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Lambert"}], "birthDate": "1942"}
TEAM = {
    "resourceType": "CareTeam", "id": "t1", "status": "active", "subject": {"reference": "Patient/p1"},
    "period": {"start": "2026-01-01"}, "participant": [{"member": {"reference": GP.who}}],
}  # fmt: skip


def observation(id_: str, value: str = "62.10") -> dict[str, Any]:
    """Return a weight of the patient as JSON."""
    made = weight(value, "p1")
    made.id = id_
    content: dict[str, Any] = json.loads(encode(made))
    return content


class Loader:
    """Imports lines in bulk, and reads what is there."""

    def __init__(self, store: Repository, url: str, folder: Path) -> None:
        self.store = store
        self._url = url
        self._folder = folder

    async def load(self, *resources: dict[str, Any] | str) -> Tally:
        """Import resources, one a line."""
        lines = [one if isinstance(one, str) else json.dumps(one) for one in resources]
        file = self._folder / "in.ndjson"
        file.write_text("\n".join(lines))
        door = Gate(self.store, Settings(data_dir=self._folder)).system_door("import")
        options = ImportOptions(report=self._folder / "report.ndjson")
        return await bulk_import(door, self._url, [str(file)], options, 2)

    async def run(self, text: str) -> list[tuple[Any, ...]]:
        """Return what a statement finds."""
        async with self.store.database.connection(PLATFORM) as connection:
            return await (await connection.execute(text.encode())).fetchall()


@pytest.fixture
async def loader(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Loader]:
    """A loader on an empty database."""
    store = Repository(database)
    yield Loader(store, database_url, tmp_path)
    await store.close()


async def test_bulk_stores_what_the_ordinary_way_stores(loader: Loader) -> None:
    tally = await loader.load(PATIENT, TEAM, *(observation(f"o{n}") for n in range(5)))

    assert (tally.count("stored"), tally.total) == (7, 7)
    query = parse_query("Observation", [("patient", "p1"), ("code", "29463-7"), ("date", "ge2026")])
    assert len((await loader.store.search(asker(GP), query)).rows) == 5
    assert (await loader.store.search(asker(OUTSIDER), query)).rows == []
    named = parse_query("Patient", [("name", "lamb")])
    assert [row.id for row in (await loader.store.search(asker(GP), named)).rows] == ["p1"]
    traced = await loader.run(
        "SELECT type, count FROM trace WHERE action = 'create' AND patient_id = 'p1' ORDER BY type"
    )
    assert traced == [("CareTeam", 1), ("Observation", 5), ("Patient", 1)]


async def test_bulk_rows_equal_those_of_the_ordinary_way(loader: Loader) -> None:
    await loader.load(PATIENT, observation("bulk"))
    async with loader.store.writing(system_asker("test")) as unit:
        one = (await loader.store.read(system_asker("test"), "Observation", "bulk")).resource
        one.id = "ordinary"
        unit.put(one)

    for table in ("token", "reference", "date", "string", "number", "quantity", "text"):
        columns = await loader.run(
            "SELECT string_agg(column_name, ', ' ORDER BY column_name) FROM information_schema.columns"
            f" WHERE table_name = 'index_{table}' AND column_name <> 'key'"
        )
        rows = [
            await loader.run(
                f"SELECT {columns[0][0]} FROM index_{table}"
                f" WHERE key = (SELECT key FROM resource WHERE id = '{id_}') ORDER BY 1, 2"
            )
            for id_ in ("bulk", "ordinary")
        ]
        assert rows[0] == rows[1], table


async def test_given_again_changes_nothing_and_a_change_is_a_version(loader: Loader) -> None:
    await loader.load(PATIENT, observation("o1"), observation("o2"))

    tally = await loader.load(PATIENT, observation("o1", "70.5"), observation("o2"), observation("o3"))

    assert [tally.count(outcome) for outcome in ("stored", "updated", "unchanged")] == [1, 1, 2]
    assert (await loader.store.read(system_asker("test"), "Observation", "o1")).version == 2


async def test_last_content_of_the_input_wins_however_often_it_is_given(loader: Loader) -> None:
    lines = [PATIENT, observation("o1", "1"), observation("o1", "2"), observation("o1", "3")]
    await loader.load(*lines)
    stored = await loader.store.read(system_asker("test"), "Observation", "o1")
    assert json.loads(stored.content)["valueQuantity"]["value"] == 3

    tally = await loader.load(*lines)

    assert (await loader.store.read(system_asker("test"), "Observation", "o1")).version == stored.version
    assert tally.count("updated") == 0


async def test_bad_lines_cost_no_other(loader: Loader) -> None:
    tally = await loader.load(
        PATIENT,
        "{",
        {"resourceType": "Observation", "id": "bad"},
        {"resourceType": "Nothing"},
        observation("o1"),
    )

    assert (tally.count("stored"), tally.count("rejected")) == (2, 3)


async def test_bundles_and_resources_without_id_go_the_ordinary_way(loader: Loader) -> None:
    bundle = {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"fullUrl": "urn:uuid:1", "resource": PATIENT}, {"resource": observation("o1")}],
    }  # fmt: skip
    without = observation("x")
    del without["id"]

    tally = await loader.load(bundle, without)

    assert (tally.count("stored"), tally.count("rejected")) == (3, 0)


async def test_watched_types_leave_events(loader: Loader) -> None:
    gate = Gate(loader.store, Settings(data_dir=Path("unused")))
    await gate.save_account(GP)
    async with loader.store.writing(asker(GP)) as unit:
        unit.create(subscription())

    await loader.load(PATIENT, observation("o1"), observation("o2"))

    assert await loader.run("SELECT type, count(*) FROM subscription_event GROUP BY 1") == [
        ("Observation", 2)
    ]
