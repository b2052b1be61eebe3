"""What is derived is made anew, while others write; what is wrong is found, told by type and id, and mended."""

import asyncio

import psycopg
import pytest

from cordee.fhir import decode
from cordee.store import Asker, Database, Reindexing, Repository, storage_of, system_asker
from cordee.store.checking import Finding, check
from tests.integration.store.people import weight
from tests.integration.store.search.asking import found, names


async def _findings(database: Database, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in check(database, repair=repair)]


async def _run(database: Database, *statements: str) -> None:
    """Change tables as their owner: the application may not."""
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as connection:
        for text in statements:
            await connection.execute(text.encode())


async def test_what_was_just_written_is_right(world: Repository, database: Database) -> None:
    wrong = [one for one in await _findings(database) if one.what != "dangling"]
    assert wrong == []


async def test_reindex_makes_rows_anew(world: Repository, member: Asker, database: Database) -> None:
    await _run(
        database,
        "TRUNCATE index_token, index_string, index_quantity, index_date, index_reference, index_text",
    )
    assert names(await found(world, member, "Observation?code=29463-7")) == []
    reindexing = Reindexing(database)
    assert await reindexing.pending() == set()
    await reindexing.mark(["Observation"])
    assert await reindexing.pending() == {"Observation"}
    assert await reindexing.run() == 5
    assert len(names(await found(world, member, "Observation?code=29463-7"))) == 2
    assert names(await found(world, member, "Patient?family=lambert")) == []
    await reindexing.mark()
    await reindexing.run()
    assert await reindexing.pending() == set()
    assert [one for one in await _findings(database) if one.what != "dangling"] == []


async def test_an_interrupted_reindex_goes_on(world: Repository, database: Database) -> None:
    await _run(database, "INSERT INTO reindex (type, done_to) SELECT 'Observation', max(key) FROM resource")
    reindexing = Reindexing(database)
    assert await reindexing.run() == 0
    assert await reindexing.pending() == set()


async def test_what_is_marked_again_during_a_reindex_starts_again(
    world: Repository, member: Asker, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.store.reindexing.BATCH_RESOURCES", 2)
    reindexing = Reindexing(database)
    await reindexing.mark(["Observation"])

    def marked_again(done: int, total: int) -> None:
        if done == 2:
            with psycopg.connect(database.url, autocommit=True) as connection:
                connection.execute("UPDATE reindex SET done_to = 0, marked_at = clock_timestamp()")
                connection.execute("TRUNCATE index_token")  # what the first two found with older definitions

    await reindexing.run(marked_again)
    assert await reindexing.pending() == {"Observation"}
    assert await reindexing.run() == 5
    assert len(names(await found(world, member, "Observation?code=29463-7"))) == 2


async def test_reindex_beside_writers_leaves_what_they_wrote(world: Repository, database: Database) -> None:
    made = weight("70.0")
    made.id = "contended"
    async with world.writing(system_asker("test")) as unit:
        unit.create(made)

    async def write() -> None:
        for number in range(30):
            changed = weight(f"{71 + number}.0")
            changed.id = "contended"
            async with world.writing(system_asker("test")) as unit:
                unit.update(changed)

    async def reindex() -> None:
        reindexing = Reindexing(database)
        for _ in range(10):
            await reindexing.mark(["Observation"])
            await reindexing.run()

    await asyncio.gather(write(), reindex())
    assert [one for one in await _findings(database) if one.what not in ("dangling",)] == []


async def test_what_is_wrong_is_found_and_mended(world: Repository, database: Database) -> None:
    await _run(
        database,
        "DELETE FROM index_token WHERE key = (SELECT key FROM resource WHERE type = 'Observation' AND id = 'weight')",
        "UPDATE index_string SET normalized = 'other' WHERE key = (SELECT key FROM resource WHERE id = 'paul')",
        "UPDATE resource SET category = 1 WHERE id = 'pulse'",
        "DELETE FROM circle WHERE source_key = (SELECT key FROM resource WHERE id = 'team-paul')",
        "INSERT INTO index_date SELECT -1, 1, 0, now(), now()",
    )
    expected = {
        ("index", "weight", "index_token"),
        ("index", "paul", "index_string"),
        ("columns", "pulse", "category"),
        ("circle", "team-paul", "circle"),
        ("leftover", "", "index_date: 1"),
    }
    told = {(one.what, one.id, one.detail) for one in await _findings(database) if one.what != "dangling"}
    assert told == expected
    mended = [one for one in await _findings(database, repair=True) if one.what != "dangling"]
    assert all(one.is_mended for one in mended)
    assert [one for one in await _findings(database) if one.what != "dangling"] == []


async def test_a_hole_in_a_history_and_a_dangling_reference_are_told(
    world: Repository, database: Database
) -> None:
    for family in ("Dubois", "Dubosc"):
        async with world.writing(system_asker("test")) as unit:
            text = f'{{"resourceType":"Patient","id":"paul","name":[{{"family":"{family}"}}],"active":true}}'
            unit.put(decode(text.encode()))
    await _run(database, "DELETE FROM version WHERE version = 1")
    findings = await _findings(database)
    assert ("history", "Patient", "paul") in {(one.what, one.type, one.id) for one in findings}
    async with world.writing(system_asker("test")) as unit:
        unit.delete("Practitioner", "house")
    dangling = {(one.id, one.detail) for one in await _findings(database) if one.what == "dangling"}
    assert ("jeanne", "Practitioner/house") in dangling


async def test_storage_names_types_and_tables(world: Repository, database: Database) -> None:
    storage = await storage_of(database)
    assert {one.name for one in storage.types} >= {"Patient", "Observation"}
    assert {one.name for one in storage.tables} >= {"resource", "index_token"}
    assert {one.name for one in storage.indexes} >= {"index_token_value"}
