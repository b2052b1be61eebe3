"""A server that is no demonstration, its mail server, and a Chromium with a phone's authenticator."""

import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page

from cordee.access import Gate
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.web.assets import manifest
from tests.browser.chromium import program
from tests.browser.looking import look, watch
from tests.browser.serving import GRANIAN, STARTING_S
from tests.integration.access.local.conftest import World
from tests.integration.mailbox import Mailbox, mail_server

PHONE, DESKTOP = (390, 844), (1440, 900)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """The mail server."""
    with mail_server() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(
    module_database_url: str, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A server in a process of its own; the tests of the module share it, each with people of its own."""
    if program() is None or "app.js" not in manifest():
        pytest.skip("needs Chromium and the built assets")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"), database_url=module_database_url, smtp_url=mailbox.url,
        public_url=f"http://localhost:{port}", secret_key=base64.b64encode(bytes(32)).decode(),
    )  # fmt: skip
    told = {
        "CORDEE_DATABASE_URL": module_database_url, "CORDEE_DATA": str(settings.data_dir),
        "CORDEE_PUBLIC_URL": settings.public_url, "CORDEE_SECRET_KEY": settings.secret_key,
    }  # fmt: skip
    options = [*GRANIAN, "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "cordee.app:application"], env={**os.environ, **told}
    )
    try:
        _wait_until_it_answers(settings.public_url)
        yield settings
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_answers(url: str) -> None:
    deadline = time.monotonic() + STARTING_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/sante", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture
async def world(served: Settings, mailbox: Mailbox) -> AsyncIterator[World]:
    """A gate beside the server, over the same database and key."""
    assert served.database_url is not None
    database = Database(served.database_url, pool_size=4)
    await database.open()
    repository = Repository(database)
    gate = Gate(repository, served)
    yield World(gate, served, mailbox)
    await gate.close()
    await repository.close()
    await database.close()


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
    watch(page)
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
    """Keep the whole page as `build/screens/NAME.png`; fails on what axe finds, and when it scrolls sideways."""
    await look(page, name, full_page=True)
