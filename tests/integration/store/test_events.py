"""Changes told from one process to another, and only to those who may know."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from cordee.access import Actor, Door
from cordee.kernel.clock import now
from cordee.kernel.ending import end
from cordee.store import MISSED, Change, Repository
from cordee.store.events import CHANNEL, REMEMBERED_MAX_CHANGES
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


def _door(repository: Repository, person: Actor) -> Door:
    return Door(repository, asker(person), person)


async def _listen(repository: Repository, person: Actor) -> asyncio.Task[Change]:
    started = asyncio.Event()
    task = asyncio.create_task(_first(_door(repository, person), started))
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


async def test_who_listens_late_hears_of_what_happened_since_the_page_was_made(
    repository: Repository, elsewhere: Repository
) -> None:
    first = await _listen(elsewhere, GP)
    made_at = now()
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await first
        assert await anext(_door(elsewhere, GP).events(since=made_at)) == Change("jeanne", ("Observation",))
        later = asyncio.ensure_future(anext(_door(elsewhere, GP).events(since=now())))
        async with repository.writing(asker(NURSE)) as unit:
            unit.create(note("n"))
        assert await later == Change("jeanne", ("DocumentReference",))


async def test_who_was_made_before_anybody_listened_is_told_that_something_was_missed(
    repository: Repository, elsewhere: Repository
) -> None:
    made_at = now()
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await anext(_door(elsewhere, GP).events(since=made_at)) is MISSED


async def test_more_changes_than_are_remembered_are_told_as_missed(
    repository: Repository, elsewhere: Repository
) -> None:
    first = await _listen(elsewhere, GP)
    made_at = now()
    for _ in range(REMEMBERED_MAX_CHANGES + 1):
        elsewhere.events._hand_out('["pierre", ["Task"]]')
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await anext(_door(elsewhere, GP).events(since=made_at)) is MISSED
    await end(first)


async def test_a_listener_whose_connection_was_lost_is_told_so(
    elsewhere: Repository, database_url: str
) -> None:
    heard = await _listen(elsewhere, GP)
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = %s"
    with psycopg.connect(database_url) as administrator:
        assert administrator.execute(kill, (f"LISTEN {CHANNEL}",)).rowcount == 1
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await heard is MISSED
