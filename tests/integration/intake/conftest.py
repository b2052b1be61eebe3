"""A territory with its coordination, a mailbox it is written to, and a worker that reads it."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from cordee import territories
from cordee.access import Gate
from cordee.care.elements import concept
from cordee.exchange.intake import address_of
from cordee.fhir import systems
from cordee.fhir.r4 import Organization
from cordee.jobs.intake import Intake
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.integration.care import village
from tests.integration.imap_server import PASSWORD, ImapServer, imap_server
from tests.platform import PLATFORM

MakeIntake = Callable[..., Intake]


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """A repository with a coordination structure of the territory."""
    opened = Repository(database)
    await village.build(opened)
    async with opened.writing(PLATFORM) as unit:
        kind = concept(systems.ORGANIZATION_TYPE, "dac", "DAC")
        unit.update(Organization(id="dac", type=[kind], name="DAC Nord"))
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def territory() -> territories.Territory:
    """The territory, read once: that takes half a second."""
    return territories.load("nord-saone-et-loire")


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    """An empty mailbox on a real server."""
    with imap_server() as server:
        yield server


@pytest.fixture
async def intake(
    store: Repository, imap: ImapServer, territory: territories.Territory, tmp_path: Path
) -> AsyncIterator[MakeIntake]:
    """Make what reads the mailbox, with other settings as given."""
    gates: list[Gate] = []

    def make(*, repository: Repository | None = None, **changes: object) -> Intake:
        given = {"intake_imap_url": imap.url, "intake_imap_password": PASSWORD} | changes
        settings = Settings(data_dir=tmp_path, **given)  # type: ignore[arg-type]
        gate = Gate(repository or store, settings)
        gates.append(gate)
        address = address_of(settings)
        assert address is not None
        return Intake(gate, settings, territory, address)

    yield make
    for gate in gates:
        await gate.close()
