"""A server on a port of its own, over the same shared record as the tests of the API."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette

from cordee.access import Gate
from tests.acceptance.running import free_port
from tests.http.api.conftest import app, gate

__all__ = ["app", "gate"]

START_TIMEOUT_S = 10


class Address(msgspec.Struct, frozen=True):
    """Where the server answers, and the token of the GP of Jeanne's circle."""

    base: str
    token: str


@pytest.fixture
async def live(app: Starlette, gate: Gate) -> AsyncIterator[Address]:
    """A running server, reached over a real socket."""
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False)
    running = asyncio.create_task(server.serve())
    await _answering(port)
    token = await gate.create_token("gp", "client", 1)
    yield Address(f"http://127.0.0.1:{port}/fhir", token)
    server.stop()
    await running


async def _answering(port: int) -> None:
    async with asyncio.timeout(START_TIMEOUT_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                await writer.wait_closed()
                return
