"""The indexes of rights are held against the resources they come of, and written anew, while others write."""

import asyncio

import psycopg
import pytest

from cordee.care.consent.shape import Evidence, Recipient, refusal
from cordee.kernel.clock import now
from cordee.store import Database, Repository, system_asker
from cordee.store.checking import check
from cordee.store.rights_indexes import Difference, rebuild, verify
from tests.integration.store.people import GP, NURSE, OUTSIDER, asker, member, note, patient, team, weight

EVIDENCE = Evidence(
    agreed_by="Patient/jeanne", collected_by="PractitionerRole/gp", at=now(), how="oral", notice="urn:test:1"
)
SYSTEM = system_asker("test")


def _quiet(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """The repository, with a refusal of the nurse and one of a note."""
    nurse = refusal("jeanne", [Recipient(reference=NURSE.who)], EVIDENCE)
    letter = refusal("jeanne", [], EVIDENCE, documents=["DocumentReference/letter"])
    nurse.id, letter.id = "no-nurse", "no-letter"
    async with repository.writing(SYSTEM) as unit:
        for one in (nurse, letter, note("letter")):
            unit.create(one)
    return repository


async def _differences(database: Database) -> list[Difference]:
    return [one async for one in verify(database, _quiet)]


async def _run(database_url: str, *texts: str) -> None:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
        for text in texts:
            await owner.execute(text.encode())


async def test_untouched_indexes_hold(store: Repository) -> None:
    assert await _differences(store.database) == []
    assert await rebuild(store.database, _quiet) == 0


async def test_every_row_missing_or_too_many_is_named_and_rebuilt(
    store: Repository, database_url: str
) -> None:
    await _run(
        database_url,
        f"DELETE FROM circle WHERE member = '{GP.who}'",
        f"INSERT INTO circle SELECT '{OUTSIDER.who}', patient_id, categories, writes, starts_at, ends_at, source_key"
        f" FROM circle WHERE member = '{NURSE.who}'",
        f"DELETE FROM consent_rule WHERE recipient = '{NURSE.who}'",
        "UPDATE consent_rule SET resource_key = 0 WHERE resource <> ''",
        "INSERT INTO circle (member, patient_id, categories, writes, starts_at, source_key)"
        f" VALUES ('{OUTSIDER.who}', 'jeanne', 8191, 8191, now(), 7)",
    )
    found = {(one.is_missing, one.table, one.source, one.named) for one in await _differences(store.database)}
    assert found == {
        (True, "circle", "CareTeam/team-jeanne", GP.who),
        (False, "circle", "CareTeam/team-jeanne", OUTSIDER.who),
        (False, "circle", "", OUTSIDER.who),
        (True, "consent_rule", "Consent/no-nurse", NURSE.who),
        (True, "consent_rule", "Consent/no-letter", "*"),
        (False, "consent_rule", "Consent/no-letter", "*"),
    }
    assert [one async for one in check(store.database) if one.what in ("circle", "consent", "leftover")]
    assert await rebuild(store.database, _quiet) == len(found)
    assert await _differences(store.database) == []
    assert await store.sees(asker(GP), "jeanne")
    assert not await store.sees(asker(NURSE), "jeanne")
    assert not await store.sees(asker(OUTSIDER), "jeanne")


async def test_check_mends_what_differs(store: Repository, database_url: str) -> None:
    await _run(database_url, "DELETE FROM consent_rule", "UPDATE circle SET needs_consent = true")
    found = [one async for one in check(store.database, repair=True)]
    assert {one.what for one in found if one.is_mended} == {"circle", "consent"}
    assert await _differences(store.database) == []


async def test_membership_of_an_emergency_is_left_alone(store: Repository, database_url: str) -> None:
    await _run(
        database_url,
        "INSERT INTO circle (member, patient_id, categories, writes, starts_at, source_key, origin)"
        f" VALUES ('{OUTSIDER.who}', 'jeanne', 8191, 0, now(), 7, 'emergency')",
    )
    assert await _differences(store.database) == []
    assert await rebuild(store.database, _quiet) == 0
    assert {one.what async for one in check(store.database, repair=True)} == {"dangling"}
    assert await store.sees(asker(OUTSIDER), "jeanne")


async def test_two_rebuilds_and_writers_at_once_end_right(store: Repository, database_url: str) -> None:
    people = [f"p{number}" for number in range(30)]
    async with store.writing(SYSTEM) as unit:
        for id_ in people:
            unit.create(patient(id_))
            unit.create(team(id_, member(GP.who)))
    await _run(database_url, "DELETE FROM circle", "DELETE FROM consent_rule")

    async def join_and_leave() -> None:
        for round_ in range(3):
            for id_ in people[::3]:
                members = [member(GP.who), member(NURSE.who)] if round_ % 2 else [member(GP.who)]
                async with store.writing(SYSTEM) as unit:
                    unit.put(team(id_, *members))
                    unit.create(weight(patient_id=id_))

    rebuilds = (rebuild(store.database, _quiet) for _ in range(2))
    *_, differences = await asyncio.gather(*rebuilds, join_and_leave(), _differences(store.database))
    assert all(one.is_missing for one in differences)
    assert await _differences(store.database) == []
