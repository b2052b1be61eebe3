"""A real server that knows both providers, the providers themselves, and a real Chromium; once for the folder."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator

import httpx
import msgspec
import pytest
from playwright.async_api import Browser, Page

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import Identifier, Organization
from cordee.store import Database, Repository, system_asker
from cordee.web.assets import manifest
from tests.acceptance.running import free_port
from tests.browser.chromium import program
from tests.browser.looking import watch
from tests.browser.serving import GRANIAN, STARTING_S
from tests.browser.shell.conftest import DESKTOP
from tests.http.providers import people
from tests.http.providers.conftest import jeanne
from tests.http.providers.running import Running, install, providers
from tests.integration.care import village

STOP_S = 10


class Place(msgspec.Struct, frozen=True):
    """Where the application answers, where the providers do, and the database behind."""

    address: str
    running: Running
    database_url: str


OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module")
def place(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server in a process of its own, no demonstration, with the village in its database."""
    if program() is None or "app.js" not in manifest():
        pytest.skip("needs Chromium and the built assets")
    asyncio.run(_settle(module_database_url))
    folder = tmp_path_factory.mktemp("sign-in")
    address = f"http://127.0.0.1:{free_port()}"
    with providers(install(folder), folder, address, people.PROFESSIONALS, people.PERSONS) as running:
        settings = {"CORDEE_DATABASE_URL": module_database_url, "CORDEE_DATA": str(folder)}
        options = [*GRANIAN, "--port", address.rpartition(":")[2]]
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", *options, "cordee.app:application"],
            env={**os.environ, **settings, **running.environment()},
        )
        try:
            _wait_until_it_answers(address)
            yield Place(address, running, module_database_url)
        finally:
            server.terminate()
            server.wait(STOP_S)


async def _settle(url: str) -> None:
    """Put the village in place, Nadia's number and practice in its directory, Jeanne's birth in her record."""
    database = Database(url, pool_size=2)
    await database.open()
    repository = Repository(database)
    await village.build(repository)
    asker = system_asker("test")
    async with repository.writing(asker) as unit:
        cabinet = Organization(
            id="cabinet",
            name="Cabinet infirmier des Remparts",
            identifier=[Identifier(system=systems.FINESS, value=people.CABINET)],
            type=[concept(systems.ORGANIZATION_TYPE, "nursing-practice", "Cabinet infirmier")],
        )
        unit.create(cabinet)
        nadia = (await repository.read(asker, "Practitioner", "p-nurse-idrissi")).resource
        nadia.identifier = [Identifier(system=systems.RPPS, value=people.NADIA_RPPS)]
        unit.update(nadia)
        role = (await repository.read(asker, "PractitionerRole", "nurse-idrissi")).resource
        role.organization.reference, role.organization.display = "Organization/cabinet", cabinet.name
        unit.update(role)
        patient = (await repository.read(asker, "Patient", village.JEANNE)).resource
        patient.extension = jeanne("").extension
        unit.update(patient)
    await repository.close()
    await database.close()


def _wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + STARTING_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/sante").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture
def open_page(place: Place, browser: Browser) -> OpenPage:
    """Give a page of a browser of its own, at the sign-in; a policy violation or a script error fails the test."""

    async def make(*, viewport: dict[str, int] | None = None, scheme: str = "light") -> Page:
        context = await browser.new_context(
            base_url=place.address,
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="fr-FR",
        )
        page = await context.new_page()
        watch(page)
        await page.goto("/connexion")
        return page

    return make
