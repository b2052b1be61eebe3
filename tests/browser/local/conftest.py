"""A server that is no demonstration, its mail server, and a Chromium with a phone's authenticator."""

import asyncio
import base64
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.web.assets import manifest
from tests.integration.access.local.conftest import COORDINATOR, World
from tests.integration.mailbox import Mailbox, mail_server

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STARTING_SECONDS = 30.0
SCREENS = Path(__file__).resolve().parents[3] / "build" / "screens"
PHONE, DESKTOP = (390, 844), (1440, 900)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The mail server."""
    with mail_server() as opened:
        yield opened


@pytest.fixture
async def world(
    database: Database, database_url: str, mailbox: Mailbox, tmp_path: Path
) -> AsyncIterator[World]:
    """A server in a process of its own, and a gate beside it over the same database and key."""
    if not Path(CHROMIUM).exists() or "app.js" not in manifest():
        pytest.skip("needs Chromium and the built assets")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        data_dir=tmp_path, database_url=database_url, smtp_url=mailbox.url, public_url=f"http://localhost:{port}",
        secret_key=base64.b64encode(bytes(32)).decode(),
    )  # fmt: skip
    told = {
        "CORDEE_DATABASE_URL": database_url, "CORDEE_DATA": str(tmp_path), "CORDEE_PUBLIC_URL": settings.public_url,
        "CORDEE_SECRET_KEY": settings.secret_key,
    }  # fmt: skip
    options = ["--interface", "asgi", "--factory", "--host", "127.0.0.1", "--port", str(port), "--no-log"]
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "granian", *options, "cordee.app:application", env={**os.environ, **told}
    )
    await _wait_until_it_answers(settings.public_url)
    repository = Repository(database)
    gate = Gate(repository, settings)
    await gate.save_account(msgspec.structs.replace(COORDINATOR, id="claire-id"))
    yield World(gate, settings, mailbox)
    await gate.close()
    await repository.close()
    server.terminate()
    await server.wait()


async def _wait_until_it_answers(url: str) -> None:
    async with httpx.AsyncClient(timeout=5) as client, asyncio.timeout(STARTING_SECONDS):
        while True:
            try:
                if (await client.get(f"{url}/sante")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One Chromium."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


async def open_browser(
    browser: Browser, world: World, size: tuple[int, int] = PHONE, scheme: str = "light"
) -> BrowserContext:
    """Return a browser of somebody's own, of some size, light or dark."""
    return await browser.new_context(
        base_url=world.settings.public_url,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )


async def new_page(context: BrowserContext) -> Page:
    """Return a page that fails the test on a script error or a breach of the content policy."""
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on(
        "console", lambda said: pytest.fail(said.text) if "Content Security Policy" in said.text else None
    )
    return page


async def give_authenticator(page: Page) -> None:
    """Give a page's browser an authenticator that verifies its owner, as a phone has."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


async def picture(page: Page, name: str) -> None:
    """Keep what the page shows now as `build/screens/NAME.png`, whole."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    await page.wait_for_load_state("load")
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
