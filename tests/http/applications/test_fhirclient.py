"""SMART's own Python client, over a real socket: a launch with a secret, its renewal, a backend service with a key."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.condition import Condition
from fhirclient.models.observation import Observation
from fhirclient.server import FHIRNotFoundException
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette

from cordee.access import Gate
from cordee.access.applications.registering import NewApplication
from cordee.kernel.settings import Settings
from cordee.store import categories as cat
from tests.acceptance.running import free_port
from tests.http.applications.client import App, jwks, sign
from tests.http.applications.conftest import EC
from tests.http.applications.people import REDIRECT, Browser
from tests.http.clients.conftest import _answering
from tests.integration.care import village


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server that speaks to its own machine."""
    return Settings(data_dir=tmp_path, demo=True)


@pytest.fixture
async def live(app: Starlette) -> AsyncIterator[str]:
    """The origin of a running server."""
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False)
    running = asyncio.create_task(server.serve())
    await _answering(port)
    yield f"http://127.0.0.1:{port}"
    server.stop()
    await running


async def _client(**said: Any) -> FHIRClient:
    client = await asyncio.to_thread(FHIRClient, said)
    await asyncio.to_thread(client.prepare)
    return client


async def test_fhirclient_launches_reads_and_renews(live: str, gate: Gate) -> None:
    made = await gate.applications.registering.add(
        NewApplication(
            name="Application Python", kind="confidential", organization=village.DAC, wants_secret=True,
            redirect_uris=[REDIRECT], scopes="launch/patient offline_access patient/Observation.rs patient/Patient.rs",
        )
    )  # fmt: skip
    client = await _client(
        app_id=made.id, app_secret=made.secret, api_base=f"{live}/fhir", redirect_uri=REDIRECT,
        scope="offline_access patient/*.read patient/Observation.rs",
    )  # fmt: skip
    browser = Browser(None, live)
    await browser.sign_in(village.GP)
    page = (await browser.http.get(client.authorize_url)).headers["location"]
    answer = await browser.decide(page, record=village.JEANNE)
    await asyncio.to_thread(client.handle_callback, answer.headers["location"])
    await browser.http.aclose()

    patient = await asyncio.to_thread(lambda: client.patient)
    assert patient.name[0].family == "LAMBERT"
    search = Observation.where({"patient": village.JEANNE})
    found = await asyncio.to_thread(lambda: list(search.perform_resources_iter(client.server)))
    assert [one.id for one in found] == ["living"]
    with pytest.raises(Exception, match="403"):
        await asyncio.to_thread(Condition.read, "heart", client.server)
    before = client.server.auth.access_token
    assert await asyncio.to_thread(client.reauthorize)
    assert client.server.auth.access_token != before
    assert (await asyncio.to_thread(Observation.read, "living", client.server)).id == "living"


async def test_fhirclient_serves_a_structures_system(live: str, gate: Gate) -> None:
    made = await gate.applications.registering.add(
        NewApplication(
            name="Système du DAC", kind="system", organization=village.DAC, is_coordination=True, jwks=jwks(EC),
            scopes="system/*.rs", reads=cat.ALL & ~cat.MEDICAL, writes=0,
        )
    )  # fmt: skip
    claims = App(None, made.id).claims(aud=f"{live}/oauth/token")  # type: ignore[arg-type]
    client = await _client(
        app_id=made.id, api_base=f"{live}/fhir", scope="system/*.rs",
        jwt_token=sign(EC, claims, algorithm="ES384"),
    )  # fmt: skip
    await asyncio.to_thread(client.authorize)
    assert (await asyncio.to_thread(Observation.read, "living", client.server)).id == "living"
    with pytest.raises(FHIRNotFoundException):
        await asyncio.to_thread(Condition.read, "heart", client.server)
