"""A repository on the database that the tests of a module share."""

from collections.abc import AsyncIterator

import pytest

from cordee.store import Database, Repository


@pytest.fixture
async def module_repository(module_database_url: str) -> AsyncIterator[Repository]:
    """A repository over what the module stored once."""
    database = Database(module_database_url, pool_size=2)
    await database.open()
    store = Repository(database)
    yield store
    await store.close()
    await database.close()
