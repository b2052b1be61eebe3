"""What every kind of test may ask for: a database of its own, cloned from one migrated once a session."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from cordee.access import habilitation
from cordee.access.matrix_making import make_matrix
from cordee.kernel.ids import new_id
from cordee.store import Database, migrate
from cordee.store.embedded import EmbeddedServer
from tests.first_wall import take_down_first_wall

MEMORY = Path("/dev/shm")
MEMORY_MIN_BYTES = 4 << 30
_USUAL = make_matrix()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL: `CORDEE_TEST_DATABASE_URL`, else an embedded one that ends with the session."""
    given = os.environ.get("CORDEE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with TemporaryDirectory(dir=_roomy_memory() or tmp_path_factory.getbasetemp()) as folder:
        server = EmbeddedServer(Path(folder), throwaway=True)
        server.start()
        try:
            yield server.url("postgres")
        finally:
            server.stop()


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    """The usual matrix of rights in force again after a test: a server or a worker puts its territory's in force."""
    yield
    habilitation.put_in_force(_USUAL)


@pytest.fixture(scope="session")
def template(postgresql: str) -> Iterator[str]:
    """The name of a database that holds the current schema and nothing else."""
    name = _create(postgresql)
    asyncio.run(migrate(make_conninfo(postgresql, dbname=name)))
    yield name
    _drop(postgresql, name)


@pytest.fixture
def database_url(postgresql: str, template: str) -> Iterator[str]:
    """The address of a fresh database with the current schema, dropped after the test."""
    name = _create(postgresql, template)
    yield make_conninfo(postgresql, dbname=name)
    _drop(postgresql, name)


@pytest.fixture(scope="module")
def module_database_url(postgresql: str, template: str) -> Iterator[str]:
    """The address of a database that all tests of one module share."""
    name = _create(postgresql, template)
    yield make_conninfo(postgresql, dbname=name)
    _drop(postgresql, name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open pool on a fresh database."""
    pool = Database(database_url, pool_size=5)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


@pytest.fixture
def without_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads with the Python predicate taken down: the second wall, in PostgreSQL, stands alone. See ADR 0019."""
    take_down_first_wall(monkeypatch)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the checkout; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("../shared is not here")
    return folder


def _roomy_memory() -> Path | None:
    """Return a folder in memory, where a database is made two to three times quicker; None where no room is."""
    there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if there and shutil.disk_usage(MEMORY).free > MEMORY_MIN_BYTES else None


def _create(url: str, template: str = "template0") -> str:
    name = f"test_{new_id().replace('-', '_')}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def _drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
