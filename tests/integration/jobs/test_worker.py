"""The worker: an urgent note tells, once, each professional who may read it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cordee.access import Door, Gate
from cordee.care.changes import mark_read
from cordee.care.entry import drawn_id
from cordee.care.note_writing import add_note, withdraw_note
from cordee.care.notices import tell
from cordee.fhir.r4 import Communication
from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, SOCIAL, build, door


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record."""
    opened = Repository(database)
    await build(opened)
    yield opened
    await opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings over the test's database."""
    return Settings(data_dir=tmp_path, database_url=database_url)


async def urgent(store: Repository, audience: str = "circle") -> str:
    """Write an urgent note as the nurse."""
    return await add_note(
        door(store, NURSE), JEANNE, type_code="OBS", text="Prise de poids de 2,4 kg.", is_urgent=True,
        audience_code=audience, form_id=new_id(),
    )  # fmt: skip


async def tell_again(door_of_platform: Door, note_id: str) -> dict[str, str]:
    """Do what the job of an urgent note does."""
    return await tell(door_of_platform, "urgent-note", JEANNE, f"DocumentReference/{note_id}", None, note_id)


async def notices(store: Repository, who: str = GP) -> list[Communication]:
    """Return the notices of the record as somebody sees them."""
    rows = (await door(store, who).shelves(JEANNE, {"Communication": 50}))["Communication"]
    return [row.resource for row in rows]


def recipients(found: list[Communication]) -> set[str | None]:
    """Return whom notices are for."""
    return {one.recipient[0].reference for one in found if one.recipient}


async def test_urgent_note_tells_the_other_professionals_once(store: Repository, settings: Settings) -> None:
    note_id = await urgent(store)

    await Jobs(settings).drain()

    found = await notices(store)
    assert recipients(found) == {GP, SOCIAL, COORDINATOR}
    assert all(one.received is None and "poids" not in str(one.payload) for one in found)
    door_of_platform = Gate(store, settings).system_door("jobs")
    assert len(await tell_again(door_of_platform, note_id)) == 3
    assert len(await notices(store)) == 3


async def test_note_hidden_from_the_social_part_does_not_tell_it(
    store: Repository, settings: Settings
) -> None:
    await urgent(store, "health")

    await Jobs(settings).drain()

    assert recipients(await notices(store)) == {GP, COORDINATOR}
    assert await notices(store, SOCIAL) == []


async def test_note_withdrawn_before_tells_nobody(store: Repository, settings: Settings) -> None:
    note_id = await urgent(store)
    await withdraw_note(door(store, NURSE), JEANNE, note_id)

    await Jobs(settings).drain()

    assert await notices(store) == []


async def test_note_that_is_not_stored_leaves_no_job(store: Repository, settings: Settings) -> None:
    opened = door(store, NURSE)
    with pytest.raises(RuntimeError):
        async with opened.writing() as unit:
            unit.defer("notify-circle", patient_id=JEANNE, note_id="none")
            raise RuntimeError
    jobs = Jobs(settings)
    await jobs.drain()
    assert await notices(store) == []


async def test_marking_read_receives_my_notice_only(store: Repository, settings: Settings) -> None:
    note_id = await urgent(store)
    await Jobs(settings).drain()

    await mark_read(door(store, GP), JEANNE, GP, now())

    received = {one.id for one in await notices(store) if one.received is not None}
    assert received == {drawn_id(note_id, f"urgent-note {GP}")}


async def test_two_workers_at_once_write_each_notice_once(store: Repository, settings: Settings) -> None:
    note_id = await urgent(store)
    platform = Gate(store, settings).system_door("jobs")

    results = await asyncio.gather(
        tell_again(platform, note_id),
        tell_again(platform, note_id),
        return_exceptions=True,
    )

    assert any(isinstance(one, dict) and len(one) == 3 for one in results)
    assert len(await notices(store)) == 3
