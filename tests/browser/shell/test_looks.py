"""Every page of the shell: accessible, in both lights, from 320 px up; screenshots kept under `build/screens/`."""

import pytest
from playwright.async_api import Browser

from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
PAGES = {
    "accueil": "/",
    "demandes": "/demandes",
    "demander": "/demandes/nouvelle",
    "dossiers": "/dossiers",
    "droits": "/droits",
    "plan-du-site": "/plan-du-site",
    "absent": "/x",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
async def test_pages_are_accessible_and_never_wider_than_the_screen(
    open_as: OpenAs, viewport: dict[str, int], scheme: str
) -> None:
    page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
    for name, path in PAGES.items():
        await page.goto(path)
        await look(page, f"{name}-{viewport['width']}-{scheme}")
    person = await open_as(f"Patient/{village.JEANNE}", viewport=viewport, scheme=scheme)
    await person.goto("/plan-du-site")
    await look(person, f"plan-du-site-personne-{viewport['width']}-{scheme}", full_page=True)


async def test_sign_in_is_accessible(address: str, browser: Browser) -> None:
    page = await (await browser.new_context(base_url=address, viewport=DESKTOP)).new_page()  # type: ignore[arg-type]
    await page.goto("/connexion")
    await look(page, "connexion-1440-light")
