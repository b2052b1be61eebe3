"""A repository on a fresh database, with one shared record in it."""

from collections.abc import AsyncIterator

import pytest

from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import patient, team


@pytest.fixture
async def repository(database: Database) -> AsyncIterator[Repository]:
    """A repository holding Jeanne's record and its circle."""
    first = Repository(database)
    async with first.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    await first.close()  # its announcements are out before a test listens
    store = Repository(database)
    yield store
    await store.close()
