"""A client nobody here wrote, `fhirpy`, over a real socket."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette

from cordee.access import Gate
from tests.acceptance.running import free_port

START_TIMEOUT_S = 10


@pytest.fixture
async def client(app: Starlette, gate: Gate) -> AsyncIterator[AsyncFHIRClient]:
    """A fhirpy client of the GP, against a server on a port of its own."""
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False)
    running = asyncio.create_task(server.serve())
    await _answering(port)
    token = await gate.create_token("gp", "fhirpy", 1)
    yield AsyncFHIRClient(f"http://127.0.0.1:{port}/fhir", authorization=f"Bearer {token}")
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


async def test_fhirpy_creates_reads_updates_searches_and_deletes(client: AsyncFHIRClient) -> None:
    goal = client.resource(
        "Goal",
        lifecycleStatus="active",
        description={"text": "Marcher jusqu’au marché"},
        subject={"reference": "Patient/jeanne"},
    )
    await goal.save()
    goal["lifecycleStatus"] = "completed"
    await goal.save()

    found = await client.resources("Goal").search(patient="jeanne").fetch_all()
    read = await client.reference("Goal", goal["id"]).to_resource()

    assert [one["id"] for one in found] == [goal["id"]]
    assert read["lifecycleStatus"] == "completed"
    assert read["meta"]["versionId"] == "2"
    assert await client.resources("Goal").count() == 1
    await goal.delete()
    with pytest.raises(ResourceNotFound):
        await client.reference("Goal", goal["id"]).to_resource()


async def test_fhirpy_follows_pages_to_the_last(client: AsyncFHIRClient) -> None:
    for number in range(7):
        await client.resource(
            "Goal",
            lifecycleStatus="active",
            description={"text": f"But {number}"},
            subject={"reference": "Patient/jeanne"},
        ).save()

    found = await client.resources("Goal").limit(3).fetch_all()

    assert {one["description"]["text"] for one in found} == {f"But {number}" for number in range(7)}


async def test_fhirpy_gets_an_operation_outcome_it_understands(client: AsyncFHIRClient) -> None:
    with pytest.raises(OperationOutcome) as caught:
        await client.resource("Goal", lifecycleStatus="maybe").save()

    assert caught.value.resource["issue"][0]["expression"][0].startswith("Goal")
