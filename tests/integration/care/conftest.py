"""A repository holding the village of `village.py`."""

from collections.abc import AsyncIterator

import pytest

from cordee.store import Database, Repository
from tests.integration.care.village import build


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record and everyone around her."""
    first = Repository(database)
    await build(first)
    await first.close()
    opened = Repository(database)
    yield opened
    await opened.close()
