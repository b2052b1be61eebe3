"""A trace of twelve lines, linked and sealed, and a superuser who may do anything to it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cordee.access.trace import TraceKeeper
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.store.people import GP, NURSE, OUTSIDER, asker

Tamper = Callable[..., list[tuple[Any, ...]]]
LINES = 12


@pytest.fixture
def tamper(database_url: str) -> Iterator[Tamper]:
    """Run statements as the owner of the database with its guards taken down, and return the rows of the last."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no trigger fires

        def run(*statements: str) -> list[tuple[Any, ...]]:
            for text in statements:
                rows = connection.execute(text.encode())
            return rows.fetchall() if rows.description else []

        yield run


@pytest.fixture
async def repository(database: Database) -> AsyncIterator[Repository]:
    """A repository whose trace holds twelve lines of three people."""
    store = Repository(database)
    people = (GP, NURSE, OUTSIDER)
    for number in range(LINES):
        await store.note(asker(people[number % 3]), "read", patient_id=f"p{number}", type_="Patient", count=1)
    yield store
    await store.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
async def keeper(repository: Repository, settings: Settings) -> TraceKeeper:
    """A keeper whose chain has three links, the last one sealed."""
    found = TraceKeeper(repository, settings)
    for _ in range(3):
        await found.link(limit=4)
    await found.seal()
    return found


@pytest.fixture
def words(keeper: TraceKeeper) -> Callable[[], Awaitable[list[str]]]:
    """Return what verifying finds, in words without the instant."""

    async def verified() -> list[str]:
        found = await keeper.verify()
        return [re.sub(r" du \d.* UTC", "", one.words) for one in found.findings]

    return verified
