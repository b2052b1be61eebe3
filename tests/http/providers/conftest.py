"""The pages in this process, the providers in theirs, and a small directory with one record."""

from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette

from cordee import territories, web
from cordee.access import Gate
from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    Coding,
    Extension,
    HumanName,
    Identifier,
    Organization,
    Patient,
    Practitioner,
    PractitionerRole,
    Reference,
)
from cordee.store import Database, Repository, system_asker
from tests.http.providers import people
from tests.http.providers.running import Running, install, providers
from tests.http.providers.walking import ORIGIN, Walker


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Both providers, for all tests of this folder."""
    folder = tmp_path_factory.mktemp("providers")
    script = install(folder)
    with providers(script, folder, ORIGIN, people.PROFESSIONALS, people.PERSONS) as started:
        yield started


@pytest.fixture(autouse=True)
def behaving(running: Running) -> None:
    """Each test starts with providers that behave."""
    for which in ("psc", "franceconnect"):
        running.misbehave(which)


@pytest.fixture
async def gate(database: Database, running: Running) -> AsyncIterator[Gate]:
    """A gate that knows both providers, over a directory with Nadia in her practice, and Jeanne's record."""
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        for resource in world():
            unit.create(resource)
    yield Gate(repository, running.settings())
    await repository.close()


@pytest.fixture(scope="session")
def territory() -> territories.Territory:
    """The territory, read once: that takes half a second."""
    return territories.load("nord-saone-et-loire")


@pytest.fixture
def app(gate: Gate, running: Running, territory: territories.Territory) -> Starlette:
    """The pages alone."""
    return Starlette(routes=web.routes(gate, territory, running.settings()))


@pytest.fixture
async def somebody(app: Starlette) -> AsyncIterator[Walker]:
    """Somebody with a browser."""
    async with Walker(app) as walker:
        yield walker


@pytest.fixture
async def another(app: Starlette) -> AsyncIterator[Walker]:
    """The same person's telephone, or somebody else."""
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"
    async with Walker(app, agent) as walker:
        yield walker


def world() -> list[Organization | Practitioner | PractitionerRole | Patient]:
    """Return the directory and the record."""
    return [
        Organization(
            id="cabinet",
            name="Cabinet infirmier des Remparts",
            identifier=[Identifier(system=systems.FINESS, value=people.CABINET)],
        ),
        Practitioner(
            id="nadia",
            identifier=[Identifier(system=systems.RPPS, value=people.NADIA_RPPS)],
            name=[HumanName(family="Idrissi", given=["Nadia"])],
        ),
        PractitionerRole(
            id="nadia-cabinet",
            active=True,
            practitioner=Reference(reference="Practitioner/nadia", display="Nadia Idrissi"),
            organization=Reference(
                reference="Organization/cabinet", display="Cabinet infirmier des Remparts"
            ),
            code=[concept(systems.ROLE, "nurse", "infirmière libérale")],
        ),
        jeanne("jeanne"),
    ]


def jeanne(id_: str) -> Patient:
    """Return the Patient of Jeanne, or of somebody with the very same traits."""
    birthplace = Extension(
        url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code="71014")
    )
    listed = Extension(url=systems.FR_BIRTH_LIST_GIVEN_NAME, valueString="Jeanne Marie")
    return Patient(
        id=id_,
        extension=[
            Extension(url=systems.BIRTH_PLACE, valueAddress=Address(city="Autun", extension=[birthplace]))
        ],
        name=[
            HumanName(use="official", family="LAMBERT", given=["Jeanne"], extension=[listed]),
            HumanName(use="usual", family="MOREAU", given=["Jeanne"]),
        ],
        gender="female",
        birthDate="1942-03-12",
    )
