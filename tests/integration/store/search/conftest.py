"""The fixed world, stored once a test."""

import msgspec
import pytest

from cordee.fhir import decode
from cordee.store import Asker, Database, Repository, system_asker
from tests.integration.store.people import GP as GP_ACTOR
from tests.integration.store.people import asker
from tests.integration.store.search.world import WORLD


@pytest.fixture
async def world(database: Database) -> Repository:
    """A repository that holds the fixed world."""
    store = Repository(database)
    async with store.writing(system_asker("test")) as unit:
        for resource in WORLD:
            unit.create(decode(msgspec.json.encode(resource)))
    return store


@pytest.fixture
def member() -> Asker:
    """The general practitioner: in the circles of jeanne and paul."""
    return asker(GP_ACTOR)
