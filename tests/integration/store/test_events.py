"""Changes told from one process to another, and only to those who may know."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from cordee.access import Actor, Door
from cordee.store import Change, Repository
from tests.integration.store.people import DAUGHTER, GP, NURSE, OUTSIDER, asker, note, weight

PATIENCE_SECONDS = 10


@pytest.fixture
async def elsewhere(repository: Repository) -> AsyncIterator[Repository]:
    """The same database seen by another process."""
    other = Repository(repository.database)
    yield other
    await other.close()


async def _first(door: Door, started: asyncio.Event) -> Change:
    events = door.events()
    started.set()
    return await anext(events)


async def _listen(repository: Repository, person: Actor) -> asyncio.Task[Change]:
    started = asyncio.Event()
    task = asyncio.create_task(_first(Door(repository, asker(person), person), started))
    await started.wait()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await repository.events.is_listening.wait()
    return task


async def test_member_elsewhere_hears_of_a_write(repository: Repository, elsewhere: Repository) -> None:
    heard = await _listen(elsewhere, GP)
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await heard == Change("jeanne", ("Observation",))


async def test_outsider_hears_nothing_of_the_record(repository: Repository, elsewhere: Repository) -> None:
    deaf = await _listen(elsewhere, OUTSIDER)
    heard = await _listen(elsewhere, GP)
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await heard
    assert not deaf.done()
    deaf.cancel()


async def test_refused_write_announces_nothing(repository: Repository, elsewhere: Repository) -> None:
    heard = await _listen(elsewhere, GP)
    with pytest.raises(RuntimeError):
        async with repository.writing(asker(NURSE)) as unit:
            unit.create(weight())
            raise RuntimeError
    async with repository.writing(asker(NURSE)) as unit:
        late = weight()
        unit.create(late)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await heard
    page = await repository.shelves(asker(GP), "jeanne", {"Observation": 5})
    assert [row.id for row in page["Observation"]] == [late.id]


async def test_nobody_hears_of_a_change_they_may_not_see(
    repository: Repository, elsewhere: Repository
) -> None:
    heard = await _listen(elsewhere, DAUGHTER)
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(note("hidden", "MASQUE_PT"))
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await heard == Change("jeanne", ("Observation",))
