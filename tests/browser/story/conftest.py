"""A demo as a person starts it, a real Chromium, and pages that keep pictures of themselves."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Browser, Page

from tests.acceptance.running import RunningDemo, demo
from tests.browser.chromium import program
from tests.browser.looking import keep, watch

DESKTOP = (1440, 900)
PHONE = (390, 844)

SignIn = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """A demo of two records besides its cast's, open."""
    if program() is None:
        pytest.skip("Chromium is not installed")
    with demo(tmp_path_factory.mktemp("story") / "cordee") as opened:
        opened.wait_until_open()
        yield opened


@pytest.fixture
def sign_in(running: RunningDemo, browser: Browser) -> SignIn:
    """Give a page in a browser of its own on which somebody, found by name, is signed in."""

    async def open_page(name: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        context = await browser.new_context(
            base_url=running.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        page = await context.new_page()
        watch(page)
        await page.goto("/connexion")
        await page.get_by_role("button", name=name).first.click()
        await page.wait_for_url(lambda url: "/connexion" not in url)
        return page

    return open_page


async def picture(page: Page, name: str) -> None:
    """Keep what the page shows now as `build/screens/NAME.png`."""
    await keep(page, name)
