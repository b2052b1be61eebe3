"""The pages in this process, over the village of the care tests: a browser-like client for each of its people."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from cordee import territories, web
from cordee.access import Gate
from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import Organization
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from tests.integration.care import village

BASE = "http://cordee.test"
SETTINGS = Settings(data_dir=Path("unused"), demo=True)
EVERYONE = (
    village.COORDINATOR,
    village.GP,
    village.NURSE,
    village.SOCIAL,
    village.OTHER_NURSE,
    village.DAUGHTER,
    f"Patient/{village.JEANNE}",
)
Client = httpx.AsyncClient
SignIn = Callable[[str], Awaitable[Client]]


@pytest.fixture
async def gate(database: Database) -> AsyncIterator[Gate]:
    """A gate on the village, with an account for everyone."""
    repository = Repository(database)
    await village.build(repository)
    async with repository.writing(system_asker("test")) as unit:
        kind = concept(systems.ORGANIZATION_TYPE, "dac", "DAC")
        unit.update(Organization(id="dac", name="DAC 71 Nord", type=[kind]))
    opened = Gate(repository, SETTINGS)
    for who in EVERYONE:
        await opened.save_account(village.actor(who), is_demo=True)
    yield opened
    await repository.close()


@pytest.fixture(scope="session")
def territory() -> territories.Territory:
    """The territory, read once: that takes half a second."""
    return territories.load("nord-saone-et-loire")


@pytest.fixture
def app(gate: Gate, territory: territories.Territory) -> Starlette:
    """The pages alone, as the composition root mounts them."""
    return Starlette(routes=web.routes(gate, territory, SETTINGS))


@pytest.fixture
async def nobody(app: Starlette) -> AsyncIterator[Client]:
    """A client nobody has signed in on."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        yield client


@pytest.fixture
async def sign_in(app: Starlette) -> AsyncIterator[SignIn]:
    """Give a client on which somebody of the village is signed in."""
    opened: list[Client] = []

    async def make(who: str) -> Client:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE)
        opened.append(client)
        answer = await client.post("/connexion", data={"login": who})
        assert answer.status_code == 303
        return client

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture
def form_key() -> Callable[[str], str]:
    """Give the key of the form in a page."""

    def find(html: str) -> str:
        found = re.search(r'name="form_id" value="([^"]+)"', html)
        assert found
        return found[1]

    return find
