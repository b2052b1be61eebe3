"""The FHIR API in this process, over a database of its own: one shared record, and a client for each person."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from cordee import api
from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.store.people import COORDINATOR, GP, OUTSIDER, patient, team

BASE = "http://cordee.test/fhir"
Client = httpx.AsyncClient


@pytest.fixture
async def gate(database: Database) -> AsyncIterator[Gate]:
    """A gate on a database that holds Jeanne, her circle, and the accounts of three people."""
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        unit.create(patient())
        unit.create(team())
    opened = Gate(repository, Settings(data_dir=Path("unused")))
    for person in (COORDINATOR, GP, OUTSIDER):
        await opened.save_account(person)
    yield opened
    await repository.close()


@pytest.fixture
def app(gate: Gate) -> Starlette:
    """The API alone, as the composition root mounts it."""
    return Starlette(routes=api.routes(gate, Settings(data_dir=Path("unused"))))


@pytest.fixture
async def nobody(app: Starlette) -> AsyncIterator[Client]:
    """A client without a token."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        yield client


@pytest.fixture
async def client_of(app: Starlette, gate: Gate) -> AsyncIterator[Callable[[str], object]]:
    """Give a client that acts as an account."""
    opened: list[Client] = []

    async def make(login: str) -> Client:
        token = await gate.create_token(login, "test", 1)
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE, headers=headers)
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture
async def gp(client_of: Callable[[str], object]) -> Client:
    """The GP of Jeanne's circle."""
    return await client_of("gp")  # type: ignore[misc,no-any-return]


@pytest.fixture
async def outsider(client_of: Callable[[str], object]) -> Client:
    """A nurse who is in nobody's circle."""
    return await client_of("outsider")  # type: ignore[misc,no-any-return]
