"""A durable PostgreSQL of the test's own, with one record and the token of its GP."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, migrate, system_asker
from cordee.store.embedded import EmbeddedServer
from tests.integration.store.people import GP, patient, team


class Ground(msgspec.Struct, frozen=True):
    """The server of the database, its address, and a token of the GP of Jeanne's circle."""

    postgresql: EmbeddedServer
    url: str
    token: str

    def goals(self) -> dict[str, int]:
        """Return how many versions of each Goal are stored, the current one counted."""
        query = (
            "SELECT r.id, r.version, (SELECT count(*) FROM version v WHERE v.key = r.key), "
            "(SELECT count(*) FROM index_reference i WHERE i.key = r.key) FROM resource r WHERE r.type = 'Goal'"
        )
        with psycopg.connect(self.url) as connection:
            found = connection.execute(query).fetchall()
        assert all(version == kept + 1 for _, version, kept, _ in found)
        return {id_: version for id_, version, _, _ in found}


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """A PostgreSQL with its durable settings, so that a kill tells the truth."""
    server = EmbeddedServer(tmp_path)
    server.start()
    try:
        yield Ground(server, server.url(), asyncio.run(_prepared(server.url())))
    finally:
        server.stop()


async def _prepared(url: str) -> str:
    await migrate(url)
    database = Database(url, pool_size=2)
    await database.open()
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    gate = Gate(repository, Settings(data_dir=Path("unused")))
    await gate.save_account(GP)
    token = await gate.create_token(GP.login, "faults", 1)
    await repository.close()
    await database.close()
    return token
