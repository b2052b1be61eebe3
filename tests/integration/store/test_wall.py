"""Raw SQL, without any predicate, on the application's own connections: what PostgreSQL shows to each who asks."""

from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from cordee.access import Actor
from cordee.fhir.r4 import Organization
from cordee.store import Asker, Repository
from tests.integration.store.people import (
    COORDINATOR,
    DAUGHTER,
    GP,
    NURSE,
    OUTSIDER,
    PATIENT,
    SOCIAL,
    asker,
    member,
    note,
    patient,
    team,
    weight,
)
from tests.platform import PLATFORM

SHARED = {"Organization/dac"}
RECORD = {"Patient/jeanne", "CareTeam/team-jeanne"}
EVERYTHING = "SELECT r.type || '/' || r.id FROM resource r"
VERSIONS = "SELECT r.type || '/' || r.id FROM version v JOIN resource r ON r.key = v.key"


async def _shown(repository: Repository, to: Asker | None, text: str = EVERYTHING) -> set[str]:
    async with repository.database.connection(to) as connection:
        return {row[0] for row in await (await connection.execute(text.encode())).fetchall()}


async def _write(repository: Repository, *resources: object) -> None:
    async with repository.writing(PLATFORM) as unit:
        for one in resources:
            unit.put(one)


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """Jeanne's record, that of somebody nobody cares for, and a structure of the directory."""
    await _write(repository, Organization(id="dac", name="DAC"), patient("paul", "Martin"))
    return repository


async def test_connection_told_nothing_is_shown_nothing(store: Repository) -> None:
    await _write(store, patient(family="Martin"))
    for text in (
        EVERYTHING,
        VERSIONS,
        "SELECT count(*)::text FROM resource",
        "SELECT count(*)::text FROM version",
    ):
        assert await _shown(store, None, text) <= {"0"}


async def test_stranger_is_shown_the_directory_and_no_record(store: Repository) -> None:
    await _write(store, patient(family="Martin"))
    assert await _shown(store, asker(OUTSIDER)) == SHARED
    assert await _shown(store, asker(OUTSIDER), VERSIONS) == set()


@pytest.mark.parametrize(
    "person", [COORDINATOR, GP, NURSE, SOCIAL, PATIENT, DAUGHTER], ids=lambda one: one.login
)
async def test_member_is_shown_their_record(store: Repository, person: Actor) -> None:
    assert await _shown(store, asker(person)) == SHARED | RECORD


async def test_platform_is_shown_everything(store: Repository) -> None:
    await _write(store, patient(family="Martin"))
    assert await _shown(store, PLATFORM) == SHARED | RECORD | {"Patient/paul"}
    assert await _shown(store, PLATFORM, VERSIONS) == {"Patient/jeanne"}


async def test_category_outside_the_right_is_not_shown(store: Repository) -> None:
    measure = weight()
    measure.id = "w"
    await _write(store, measure)
    assert "Observation/w" in await _shown(store, asker(NURSE))
    assert "Observation/w" not in await _shown(store, asker(SOCIAL))


async def test_label_hides_from_its_readers_but_not_from_who_wrote(store: Repository) -> None:
    await _write(store, note("hidden", "MASQUE_PS"))
    assert "DocumentReference/hidden" not in await _shown(store, asker(GP))
    async with store.writing(asker(GP)) as unit:
        unit.create(note("mine", "MASQUE_PS"))
    assert "DocumentReference/mine" in await _shown(store, asker(GP))
    assert "DocumentReference/mine" not in await _shown(store, asker(NURSE))


@pytest.mark.parametrize(
    ("start", "end", "is_open"),
    [(-2, 2, True), (-2, None, True), (1, None, False), (-3, -2, False)],
    ids=["now", "open end", "later", "over"],
)
async def test_membership_opens_between_its_dates(
    store: Repository, start: int, end: int | None, is_open: bool
) -> None:
    first, last = (None if days is None else _day(days) for days in (start, end))
    await _write(store, team("jeanne", member(NURSE.who, first, last)))
    assert (await _shown(store, asker(NURSE)) == SHARED | RECORD) is is_open


async def test_leaving_shuts_at_once_on_a_connection_in_use(store: Repository) -> None:
    async with store.database.connection(asker(NURSE)) as connection:
        seen = await (await connection.execute(EVERYTHING.encode())).fetchall()
        assert ("Patient/jeanne",) in seen
        await _write(store, team("jeanne", member(GP.who)))
        seen = await (await connection.execute(EVERYTHING.encode())).fetchall()
        assert ("Patient/jeanne",) not in seen


async def test_replaced_version_is_shown_only_with_the_current_one(store: Repository) -> None:
    measure = weight()
    measure.id = "w"
    await _write(store, measure)
    await _write(store, weight_of("paul", "w"))
    assert await _shown(store, asker(NURSE), VERSIONS) == set()
    await _write(store, weight_of("jeanne", "w"))
    text = "SELECT v.version::text FROM version v"
    assert await _shown(store, asker(NURSE), text) == {"1"}  # the second one was in somebody else's record
    assert await _shown(store, PLATFORM, text) == {"1", "2"}


async def test_token_for_one_patient_or_some_types_shows_no_more(store: Repository) -> None:
    await _write(store, team("paul", member(NURSE.who)))
    nurse = asker(NURSE)
    assert "Patient/paul" in await _shown(store, nurse)
    assert await _shown(store, msgspec.structs.replace(nurse, only_patient="jeanne")) == SHARED | RECORD
    only = msgspec.structs.replace(nurse, only_types=frozenset({"CareTeam"}))
    assert await _shown(store, only) == {"CareTeam/team-jeanne", "CareTeam/team-paul"}
    assert await _shown(store, msgspec.structs.replace(nurse, only_types=frozenset())) == set()
    platform = msgspec.structs.replace(PLATFORM, only_types=frozenset({"Patient"}))
    assert await _shown(store, platform) == {"Patient/jeanne", "Patient/paul"}


@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM resource",
        "UPDATE version SET content = '{}'",
        "DELETE FROM version",
        "INSERT INTO version SELECT * FROM version",
        "SELECT content FROM resource_replacing",
        "DELETE FROM resource_replacing",
        "COPY resource TO STDOUT",
    ],
)
async def test_what_is_kept_is_changed_in_no_other_way(store: Repository, text: str) -> None:
    async with store.database.connection(asker(OUTSIDER)) as connection:
        if text.startswith("COPY"):
            async with connection.cursor() as cursor, cursor.copy(text.encode()) as copy:
                assert b"Jeanne" not in b"".join([bytes(block) async for block in copy])
            return
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute(text.encode())


async def test_row_is_not_updated_directly_by_anybody_but_the_platform(store: Repository) -> None:
    async with store.database.connection(asker(GP)) as connection:
        changed = await connection.execute("UPDATE resource SET deleted = true")
        assert changed.rowcount == 0


async def test_locking_tells_what_stands_without_its_content(store: Repository) -> None:
    text = "SELECT key > 0, patient_id, content FROM lock_standing('{Patient}', '{jeanne}')"
    async with store.database.connection(asker(OUTSIDER)) as connection:
        assert await (await connection.execute(text)).fetchall() == [(True, "jeanne", None)]
    async with store.database.connection(asker(GP)) as connection:
        ((_, _, content),) = await (await connection.execute(text)).fetchall()
        assert b"Lambert" in content


async def test_every_function_that_gets_round_the_wall_is_known_and_keeps_its_own_path(
    store: Repository,
) -> None:
    text = """SELECT p.proname, p.proconfig::text, has_function_privilege('public', p.oid, 'EXECUTE')
        FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace"""
    async with store.database.connection() as connection:
        found = await (await connection.execute(text)).fetchall()
    assert {name for name, _, _ in found} == {
        "keep_versions",
        "key_standing",
        "lock_standing",
        "patient_standing",
        "record_bytes",
        "refresh_statistics",
        "send_directory_entries",
        "sender_bytes",
        "trace_purge",
    }
    assert all("search_path=" in config and not is_public for _, config, is_public in found)


def weight_of(patient_id: str, id_: str) -> object:
    measure = weight("70", patient_id)
    measure.id = id_
    return measure


def _day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
