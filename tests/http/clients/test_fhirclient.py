"""A client nobody here wrote, SMART's `fhirclient`, over a real socket."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fhirclient.models.codeableconcept import CodeableConcept
from fhirclient.models.fhirreference import FHIRReference
from fhirclient.models.goal import Goal
from fhirclient.models.patient import Patient
from fhirclient.server import FHIRNotFoundException, FHIRServer

from tests.http.clients.conftest import Address


@pytest.fixture
def server(live: Address) -> FHIRServer:
    """The server as fhirclient sees it, with the GP's token on every call."""
    found = FHIRServer(None, base_uri=live.base)
    found.session.headers["Authorization"] = f"Bearer {live.token}"
    return found


async def _call(function: Callable[..., Any], *args: Any) -> Any:
    """Run one blocking call of the client while the server answers in this loop."""
    return await asyncio.to_thread(function, *args)


def _goal(text: str) -> Goal:
    goal = Goal()
    goal.lifecycleStatus = "active"
    goal.description = CodeableConcept({"text": text})
    goal.subject = FHIRReference({"reference": "Patient/jeanne"})
    return goal


async def test_fhirclient_reads_a_patient(server: FHIRServer) -> None:
    patient = await _call(Patient.read, "jeanne", server)
    assert patient.id == "jeanne"


async def test_fhirclient_creates_updates_and_deletes(server: FHIRServer) -> None:
    created = await _call(_goal("Marcher jusqu’au marché").create, server)
    goal = await _call(Goal.read, created["id"], server)
    goal.lifecycleStatus = "completed"
    updated = await _call(goal.update, server)
    assert updated["meta"]["versionId"] == "2"
    await _call(goal.delete, server)
    with pytest.raises(Exception, match="410"):
        await _call(Goal.read, created["id"], server)


async def test_fhirclient_searches_page_by_page(server: FHIRServer) -> None:
    for number in range(5):
        await _call(_goal(f"But {number}").create, server)
    search = Goal.where({"patient": "jeanne", "_count": "2"})
    found = await _call(lambda: list(search.perform_resources_iter(server)))
    assert {goal.description.text for goal in found} == {f"But {number}" for number in range(5)}


async def test_fhirclient_is_told_what_it_may_not_see_does_not_exist(server: FHIRServer) -> None:
    with pytest.raises(FHIRNotFoundException):
        await _call(Patient.read, "somebody-else", server)
