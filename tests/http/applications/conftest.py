"""The whole server in this process, over the village, with an address applications may rely on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette

from cordee import api, territories, web
from cordee.access import Gate
from cordee.access.applications.registering import NewApplication, Registered
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.http.applications.client import BASE, App
from tests.http.applications.people import Browser
from tests.integration.care import village

PEOPLE = (village.GP, village.NURSE, village.SOCIAL, village.OTHER_NURSE, f"Patient/{village.JEANNE}")
EC = ECKey.generate_key("P-384", {"kid": "ec-1"}, auto_kid=False)
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, auto_kid=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a demonstration that applications can reach."""
    return Settings(data_dir=tmp_path, demo=True, public_url=BASE)


@pytest.fixture(scope="module")
def village_url(module_database_url: str) -> str:
    """The address of a database that holds the village and accounts for its people; the tests of a module share it."""

    async def build() -> None:
        database = Database(module_database_url)
        await database.open()
        repository = Repository(database)
        await village.build(repository)
        gate = Gate(repository, Settings(data_dir=Path("unused")))
        for who in PEOPLE:
            await gate.save_account(village.actor(who), is_demo=True)
        await repository.close()
        await database.close()

    asyncio.run(build())
    return module_database_url


@pytest.fixture
async def repository(village_url: str) -> AsyncIterator[Repository]:
    """The village's store."""
    database = Database(village_url, pool_size=5)
    await database.open()
    opened = Repository(database)
    yield opened
    await opened.close()
    await database.close()


@pytest.fixture
def gate(repository: Repository, settings: Settings) -> Gate:
    """A gate on the village."""
    return Gate(repository, settings)


@pytest.fixture
def app(gate: Gate, settings: Settings) -> Starlette:
    """The API and the pages."""
    territory = territories.load("nord-saone-et-loire")
    return Starlette(routes=[*api.routes(gate, settings), *web.routes(gate, territory, settings)])


@pytest.fixture
async def nobody(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A client on which nobody is signed in: the application's own server."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        yield client


@pytest.fixture
async def register(gate: Gate, nobody: httpx.AsyncClient) -> Callable[..., Any]:
    """Register an application and give what it does over HTTP."""

    async def make(**said: Any) -> App:
        new = NewApplication(**{"organization": village.DAC, "name": "Application d’essai"} | said)
        made: Registered = await gate.applications.registering.add(new)
        return App(nobody, made.id, secret=made.secret, redirect_uri=next(iter(new.redirect_uris), ""))

    return make


@pytest.fixture
async def browser(app: Starlette) -> AsyncIterator[Browser]:
    """The browser of Jeanne's GP, signed in."""
    opened = Browser(app)
    assert (await opened.sign_in(village.GP)).status_code == 303
    yield opened
    await opened.http.aclose()


@pytest.fixture
async def other_browser(app: Starlette) -> AsyncIterator[Browser]:
    """The browser of somebody else; nobody is signed in."""
    opened = Browser(app)
    yield opened
    await opened.http.aclose()
