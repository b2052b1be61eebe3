"""Jeanne's record, subscribers with accounts, a receiver, and a worker that runs what is due."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cordee.access import Actor, Gate
from cordee.jobs.subscriptions import Telling
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.exchange.subscriptions.receiver import Receiver, receiving
from tests.integration.store.people import GP, NURSE, OUTSIDER, asker, patient, team
from tests.integration.store.subscriptions.asking import subscription
from tests.platform import PLATFORM


class Village:
    """A repository with people who subscribe, and what the worker does for them."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self.repository = repository
        self.settings = settings

    async def ask(self, person: Actor = GP, **said: Any) -> str:
        """Store a Subscription."""
        async with self.repository.writing(asker(person)) as unit:
            return unit.create(subscription(**said))

    async def write(self, resource: Any, person: Actor = GP) -> str:
        """Store a resource."""
        async with self.repository.writing(asker(person)) as unit:
            return unit.create(resource)

    async def tell(self, **settings: Any) -> None:
        """Run the worker's rounds until nothing is due."""
        await Telling(self.repository, msgspec.structs.replace(self.settings, **settings)).drain()

    async def status(self, id_: str, person: Actor = GP) -> tuple[str, str | None]:
        """Return the status of a Subscription and its error."""
        resource = (await self.repository.read(asker(person), "Subscription", id_)).resource
        return resource.status, resource.error

    async def run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        async with self.repository.database.connection(PLATFORM) as connection:
            cursor = await connection.execute(text.encode(), values)
            return await cursor.fetchall() if cursor.description else []

    async def retry_now(self) -> None:
        """Let what waits for its next try be due."""
        await self.run("UPDATE subscription_state SET next_at = now()")


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Village]:
    """Jeanne's record and three accounts, rest-hooks allowed on the loopback."""
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
        unit.create(patient("paul", "Martin"))
    settings = Settings(data_dir=Path("unused"), subscription_private=True)
    gate = Gate(repository, settings)
    for person in (GP, NURSE, OUTSIDER):
        await gate.save_account(person)
    yield Village(repository, settings)
    await repository.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that says yes."""
    async with receiving() as opened:
        yield opened
