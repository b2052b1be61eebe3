"""One village for all tests of a module: each makes tasks of its own."""

from collections.abc import AsyncIterator

import pytest

from cordee.store import Database, Repository
from tests.integration.care.village import build


@pytest.fixture
async def store(module_database_url: str) -> AsyncIterator[Repository]:
    """A repository with Jeanne's record and everyone around her, as the tests before left it."""
    pool = Database(module_database_url, pool_size=5)
    await pool.open()
    opened = Repository(pool)
    try:
        async with pool.connection() as connection:
            row = await (await connection.execute("SELECT count(*) FROM circle")).fetchone()
        if not row or not row[0]:
            await build(opened)
        yield opened
    finally:
        await opened.close()
        await pool.close()
