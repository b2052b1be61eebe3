"""A real server on the village, and a real Chromium."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page

from cordee.access import Gate
from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import Organization
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository, system_asker
from cordee.web.assets import manifest
from tests.browser.chromium import program
from tests.browser.looking import watch
from tests.browser.serving import GRANIAN, STARTING_S
from tests.integration.care import village

PEOPLE = (
    village.COORDINATOR,
    village.GP,
    village.NURSE,
    village.SOCIAL,
    village.OTHER_NURSE,
    village.DAUGHTER,
    f"Patient/{village.JEANNE}",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
OpenAs = Callable[..., Awaitable[Page]]


@pytest.fixture
async def address(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a server in a process of its own, with the village in its database."""
    if program() is None or "app.js" not in manifest():
        pytest.skip("needs Chromium and the built assets")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"CORDEE_DATABASE_URL": database_url, "CORDEE_DEMO": "1", "CORDEE_DATA": str(tmp_path)}
    options = [*GRANIAN, "--port", str(port)]
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "granian", *options, "cordee.app:application", env={**os.environ, **settings}
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await _settle(database)
        await _wait_until_it_answers(url, server)
        yield url
    finally:
        if server.returncode is None:
            server.terminate()
            await server.wait()


async def _settle(database: Database) -> None:
    repository = Repository(database)
    await village.build(repository)
    async with repository.writing(system_asker("test")) as unit:
        kind = concept(systems.ORGANIZATION_TYPE, "dac", "DAC")
        unit.update(Organization(id="dac", name="DAC 71 Nord", type=[kind]))
    gate = Gate(repository, Settings(data_dir=Path("unused"), demo=True))
    for who in PEOPLE:
        await gate.save_account(village.actor(who), is_demo=True)
    await repository.close()


async def _wait_until_it_answers(url: str, server: asyncio.subprocess.Process) -> None:
    deadline = asyncio.get_running_loop().time() + STARTING_S
    async with httpx.AsyncClient() as client:
        while server.returncode is None and asyncio.get_running_loop().time() < deadline:
            try:
                if (await client.get(f"{url}/sante")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture
async def open_as(address: str, browser: Browser) -> OpenAs:
    """Give a page on which somebody is signed in; a policy violation or a script error fails the test."""

    async def make(who: str, *, viewport: dict[str, int] | None = None, scheme: str = "light") -> Page:
        context = await browser.new_context(
            base_url=address,
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="fr-FR",
        )
        page = await context.new_page()
        watch(page)
        await page.goto("/connexion")
        await page.locator(f'button[value="{who}"]').click()
        await page.wait_for_url(lambda url: "/connexion" not in url)
        return page

    return make
