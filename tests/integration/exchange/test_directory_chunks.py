"""An extract of many chunks, one made ready while another is written: nothing lost, nothing twice, whatever happens."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cordee.access import Door
from cordee.exchange.directory import import_directory, reading
from cordee.fhir import systems
from cordee.fhir.r4 import Identifier, Organization
from cordee.store import Database, Repository, system_asker
from cordee.store.directory import Wanted, rebuild
from tests.integration.exchange.conftest import refuse_in_store
from tests.integration.exchange.directory_process import CHUNK_LINES
from tests.integration.exchange.extracts import nurse, write_ps
from tests.platform import PLATFORM

ROOT = Path(__file__).resolve().parents[3]
LINES = 400
TOGETHER_MAX = 1
APART = TOGETHER_MAX + 2  # lines between two places of a person: more than a chunk goes on for

_COUNT_SENT = """CREATE SEQUENCE sent;
    CREATE FUNCTION count_sent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN PERFORM nextval('public.sent'); RETURN NEW; END $$;
    CREATE TRIGGER count_sent BEFORE INSERT ON resource FOR EACH ROW EXECUTE FUNCTION count_sent()"""


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK_LINES", CHUNK_LINES)
    monkeypatch.setattr(reading, "TOGETHER_MAX", TOGETHER_MAX)


def _lines(count: int = LINES) -> list[str]:
    """Return nurses, two by two of 30 places, and of every third her second place: often in the chunk after the first.

    Where no person is of two chunks that follow one another, a place that is new to both is.
    """
    places = [{"Numéro_FINESS_site": f"7199{n:05}", "Raison_sociale_site": f"CABINET {n}"} for n in range(31)]
    lines = []
    for first in range(0, count * 3 // 4, APART):
        lines += [nurse(n, f"Martin{n}", **places[n // 2 % 30]) for n in range(first, first + APART)]
        lines.append(nurse(first, f"Martin{first}", **places[30]))
    return lines


def _door(database: Database) -> Door:
    return Door(Repository(database), system_asker("directory"), None)


async def _asked(database: Database, text: str) -> list[tuple[Any, ...]]:
    async with database.connection(PLATFORM) as connection:
        return await (await connection.execute(text.encode())).fetchall()


async def _index(database: Database) -> list[tuple[Any, ...]]:
    return await _asked(database, "SELECT * FROM directory_entry ORDER BY key")


async def _assert_whole(database: Database) -> None:
    """Everything of the file is there once, in its first version, found, and traced."""
    counts = await _asked(
        database, "SELECT type, count(*), max(version) FROM resource GROUP BY type ORDER BY type"
    )
    assert counts == [
        ("Organization", 31, 1),
        ("Practitioner", LINES * 3 // 4, 1),
        ("PractitionerRole", LINES, 1),
    ]
    said = await _asked(
        database, "SELECT type, sum(count) FROM trace WHERE action = 'create' GROUP BY type ORDER BY type"
    )
    assert [(type_, int(count)) for type_, count in said] == [(type_, count) for type_, count, _ in counts]
    assert await _asked(database, "SELECT count(*) FROM version") == [(0,)]
    assert await _asked(database, "SELECT count(*) FROM directory_line WHERE NOT closed") == [(LINES,)]
    entries = await _index(database)
    assert len(entries) == LINES + 31
    assert {row[7] for row in entries} == {"71419"}, "each entry has the commune of its structure"
    await rebuild(database)
    assert await _index(database) == entries


async def test_structures_and_persons_of_several_chunks_are_written_once_and_found(
    database: Database, tmp_path: Path
) -> None:
    door, file, refusals = _door(database), tmp_path / "ps.txt", tmp_path / "refused"
    lines = _lines()
    write_ps(file, [*lines[:50], lines[3], "8|wrong", *lines[50:]])
    tally = await import_directory(door, file, refusals)
    assert (tally.written, dict(tally.reasons)) == (LINES, {"twice": 1, "columns": 1})
    await _assert_whole(database)

    assert lines[6].split("|")[7] == "Martin5"
    lines[6] = nurse(5, "Martin5", **{"Numéro_FINESS_site": "719900002", "Raison_sociale_site": "CABINET 2",
                                      "Téléphone (coord. structure)": "0385000000"})  # fmt: skip
    write_ps(file, [*lines[:200], *lines[210:]])
    tally = await import_directory(door, file, refusals)
    assert (tally.written, tally.unchanged, tally.closed) == (1, LINES - 11, 10)
    found = (await door.directory(Wanted(text="martin5"))).rows
    assert {one.phone for one in found if one.name == "Lucie Martin5"} == {"0385000000"}
    assert (await door.directory(Wanted(text="martin151"))).rows == ()
    versions = await _asked(
        database, "SELECT version, count(*) FROM resource GROUP BY version ORDER BY version"
    )
    assert versions == [(1, LINES // 4 * 7 + 31 - 11), (2, 11)]


async def test_nothing_of_neighbouring_chunks_is_sent_twice_nor_waits_to_be_in_an_index(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "ps.txt"
    write_ps(file, _lines())
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        await owner.execute(_COUNT_SENT.encode())  # a sequence goes on whatever is rolled back
        await import_directory(_door(database), file, tmp_path / "refused")
        sent = await (await owner.execute("SELECT last_value FROM sent")).fetchone()
        assert [sent] == await _asked(database, "SELECT count(*) FROM resource")
        for index in ("directory_entry_words", "directory_entry_sample"):
            pages = await (await owner.execute("SELECT gin_clean_pending_list(%s)", (index,))).fetchone()
            assert pages == (0,), index


async def test_killed_import_leaves_whole_chunks_and_the_next_run_goes_on(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "ps.txt"
    write_ps(file, _lines())
    command = [sys.executable, "-m", "tests.integration.exchange.directory_process", database_url, str(file)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    for _ in range(8):
        await process.stdout.readline()
    process.kill()
    await process.wait()
    door = _door(database)
    tally = await import_directory(door, file, tmp_path / "refused")
    assert tally.unchanged >= 6 * CHUNK_LINES
    assert tally.unchanged + tally.written == LINES
    assert tally.written > 0
    await _assert_whole(database)


async def test_two_imports_at_once_write_everything_once_and_close_nothing(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "ps.txt"
    write_ps(file, _lines())
    doors = [_door(database), _door(database)]
    tallies = await asyncio.gather(
        *(import_directory(door, file, tmp_path / f"refused{n}") for n, door in enumerate(doors))
    )
    assert [(one.closed, one.kept_open) for one in tallies] == [(0, 0), (0, 0)]
    await _assert_whole(database)


async def test_structure_described_by_others_keeps_their_words_and_a_failing_chunk_stops_the_import(
    database: Database, tmp_path: Path
) -> None:
    door, file = _door(database), tmp_path / "ps.txt"
    async with door.writing() as unit:
        finess = Identifier(system=systems.FINESS, value="719900001")
        unit.create(Organization(id="finess-719900001", identifier=[finess], name="Résidence du Lac"))
    write_ps(file, _lines(100))
    await refuse_in_store(database, "finess-719900008")
    with pytest.raises(psycopg.errors.CheckViolation):
        await import_directory(door, file, tmp_path / "refused")
    roles = await _asked(database, "SELECT count(*) FROM resource WHERE type = 'PractitionerRole'")
    assert roles == await _asked(database, "SELECT count(*) FROM directory_line") == [(2 * CHUNK_LINES,)]
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        await owner.execute("DROP TRIGGER refuse ON resource")
    tally = await import_directory(door, file, tmp_path / "refused")
    assert (tally.unchanged, tally.written) == (2 * CHUNK_LINES, 100 - 2 * CHUNK_LINES)
    assert (await door.read("Organization", "finess-719900001")).resource.name == "Résidence du Lac"
    assert (await door.directory(Wanted(text="martin62"))).rows[0].structure == "Résidence du Lac"
