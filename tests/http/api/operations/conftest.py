"""More people, as clients of the API."""

from collections.abc import Awaitable, Callable

import pytest

from cordee.access import Gate
from tests.http.api.conftest import Client
from tests.integration.store.people import DAUGHTER, NURSE, PATIENT, SOCIAL

ClientOf = Callable[[str], Awaitable[Client]]


@pytest.fixture(autouse=True)
async def more_people(gate: Gate) -> None:
    """Accounts of the person herself, her daughter, a nurse and a social worker of her circle."""
    for person in (PATIENT, DAUGHTER, NURSE, SOCIAL):
        await gate.save_account(person)
