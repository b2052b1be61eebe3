"""What a phone takes over the network for its first page: everything the page needs, compressed as it travels."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.shell.conftest import PHONE
from tests.integration.care import village

pytestmark = pytest.mark.browser

FIRST_LOAD_MAX_BYTES = 150_000
PAGES = ("/", "/dossiers", f"/dossiers/{village.JEANNE}", f"/dossiers/{village.JEANNE}/cahier")
CURVES = "charts-"  # curves and maps are counted apart: they come when the rest can be read


async def _first_load(page: Page, path: str) -> int:
    """Return the bytes of a page opened with an empty cache."""
    names: dict[str, str] = {}
    taken: list[int] = []
    session = await page.context.new_cdp_session(page)
    session.on(
        "Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda told: (
            None
            if CURVES in names.get(told["requestId"], "")
            else taken.append(int(told["encodedDataLength"]))
        ),
    )
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await page.goto(path)
    await page.evaluate("document.fonts.ready")
    return sum(taken)


async def test_first_page_is_light_on_a_phone(address: str, browser: Browser) -> None:
    context = await browser.new_context(base_url=address, viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    page = await context.new_page()
    weights = {"/connexion": await _first_load(page, "/connexion")}
    await page.locator(f'button[value="{village.COORDINATOR}"]').click()
    await page.wait_for_url(lambda url: "/connexion" not in url)
    for path in PAGES:
        weights[path] = await _first_load(await context.new_page(), path)
    assert min(weights.values()) > 10_000, weights
    assert max(weights.values()) < FIRST_LOAD_MAX_BYTES, weights
    print(weights)
