"""A client nobody here wrote, `fhirpy`, over a real socket."""

import pytest
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

from tests.http.clients.conftest import Address


@pytest.fixture
def client(live: Address) -> AsyncFHIRClient:
    """A fhirpy client of the GP."""
    return AsyncFHIRClient(live.base, authorization=f"Bearer {live.token}")


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
