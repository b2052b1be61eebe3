"""The shell's server and browser, on the village with the demonstration's directory around it."""

from itertools import islice

import pytest

from cordee import territories
from cordee.kernel.clock import now
from cordee.store import Database, Repository, system_asker
from cordee.store.directory import Wanted
from cordee.territories.people.population import population
from tests.browser.shell.conftest import address, open_as

__all__ = ["address", "open_as"]

LISTS = 3  # structures, offers, the first crew of professionals


@pytest.fixture(autouse=True)
async def directory(database: Database) -> str:
    """Store the directory of the territory the server shows; the reference of the hospital of Autun."""
    repository = Repository(database)
    territory = territories.load("nord-saone-et-loire")
    for resources in islice(population(territory, 1, 20, now().date()), LISTS):
        async with repository.writing(system_asker("test")) as unit:
            for resource in resources:
                unit.put(resource)
    found = await repository.directory(system_asker("test"), Wanted(text="centre hospitalier autun"))
    await repository.close()
    return found.rows[0].reference
