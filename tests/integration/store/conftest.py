"""A repository on a fresh database, with one shared record in it."""

from collections.abc import AsyncIterator

import pytest

from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import patient, team


@pytest.fixture
async def repository(database: Database) -> AsyncIterator[Repository]:
    """A repository holding Jeanne's record and its circle."""
    store = Repository(database)
    async with store.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    yield store
    await store.close()
