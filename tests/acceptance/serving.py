"""The real application in a process of its own, over one shared record, asked by the coordinator of its circle."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.serving import CORDEE, served
from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import COORDINATOR, patient, team


class Served(msgspec.Struct, frozen=True):
    """Where the API answers and with which headers to ask."""

    base: str
    headers: dict[str, str]
    port: int


@contextmanager
def serving(database_url: str) -> Iterator[Served]:
    """Serve one record for the time of the block."""
    token = asyncio.run(_token(database_url))
    with served(CORDEE, database_url, 1) as port:
        yield Served(f"http://127.0.0.1:{port}/fhir", {"Authorization": f"Bearer {token}"}, port)


async def _token(url: str) -> str:
    database = Database(url, pool_size=2)
    await database.open()
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    gate = Gate(repository, Settings(data_dir=Path("unused")))
    await gate.save_account(COORDINATOR)
    token = await gate.create_token(COORDINATOR.login, "contracts", 1)
    await repository.close()
    await database.close()
    return token
