"""The pages of a server that is no demonstration, over a world of local accounts."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from cordee import territories, web
from cordee.access import Actor, Session
from tests.integration.access.local.conftest import Member, World, mailbox, world

__all__ = ["mailbox", "world"]

BASE = "https://cordee.exemple.fr"


@pytest.fixture
async def nobody(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A browser nobody has signed in on."""
    async with open_browser(world) as client:
        yield client


def open_browser(world: World, address: str = "192.0.2.10") -> httpx.AsyncClient:
    """Return a browser of its own, at an address."""
    app = Starlette(routes=web.routes(world.gate, territories.load("nord-saone-et-loire"), world.settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1234)), base_url=BASE)


def carry(client: httpx.AsyncClient, session: Session) -> None:
    """Put a session into a browser."""
    client.cookies.set("cordee_session", session.token, domain="cordee.exemple.fr", path="/")


async def enter(world: World, client: httpx.AsyncClient, member: Member) -> None:
    """Sign a member in on a browser."""
    carry(client, await world.gate.open_session(member.id, "password", "test"))


async def enter_as(world: World, client: httpx.AsyncClient, actor: Actor) -> None:
    """Sign somebody in on a browser, in a role made for it."""
    identity = await world.gate.identities.create(actor.name)
    await world.gate.identities.open_account(identity.id, actor)
    carry(client, await world.gate.open_session(identity.id, "psc", "test"))
