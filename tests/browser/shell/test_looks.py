"""Every page of the shell: accessible, in both lights, from 320 px up; screenshots kept under `build/screens/`."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

SCREENS = Path(__file__).resolve().parents[3] / "build" / "screens"
NARROW = {"width": 320, "height": 640}
PAGES = {
    "accueil": "/",
    "demandes": "/demandes",
    "demander": "/demandes/nouvelle",
    "dossiers": "/dossiers",
    "droits": "/droits",
    "absent": "/x",
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
async def test_pages_are_accessible_and_never_wider_than_the_screen(
    open_as: OpenAs, viewport: dict[str, int], scheme: str
) -> None:
    page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
    for name, path in PAGES.items():
        await page.goto(path)
        await _keep(page, f"{name}-{viewport['width']}-{scheme}")
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert await violations(page) == [], path


async def test_sign_in_is_accessible(address: str, browser: Browser) -> None:
    page = await (await browser.new_context(base_url=address, viewport=DESKTOP)).new_page()  # type: ignore[arg-type]
    await page.goto("/connexion")
    await _keep(page, "connexion-1440-light")
    assert await violations(page) == []


async def _keep(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    await page.bring_to_front()  # Chromium takes no picture of a page behind another one
    await page.screenshot(path=SCREENS / f"{name}.png")


async def violations(page: Page) -> list[str]:
    """Return what axe finds; it is put in the page past the content policy, which pages themselves keep."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    session = await page.context.new_cdp_session(page)
    await session.send("Runtime.evaluate", {"expression": source})
    results = await page.evaluate("options => axe.run(document, options)", RULES)
    assert results["passes"]
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in results["violations"]]
