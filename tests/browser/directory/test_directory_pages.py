"""The directory in a browser: found at each keystroke, filtered, drawn; in both lights, from a phone to a desk."""

import pytest

from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
async def test_directory_is_searched_at_each_keystroke_by_keyboard_alone(
    open_as: OpenAs, viewport: dict[str, int], scheme: str
) -> None:
    name = f"{viewport['width']}-{scheme}"
    page = await open_as(village.NURSE, viewport=viewport, scheme=scheme)
    await page.goto("/annuaire")
    await look(page, f"annuaire-{name}")
    await page.locator("#directory-q").focus()
    await page.keyboard.type("kinesiterapeute autun")
    await page.locator(".directory-said", has_text="kinesitherapeute").wait_for()
    await page.locator("#directory-q").fill("")
    await page.keyboard.type("repit")
    await page.locator("#entries li", has_text="Relais des aidants").first.wait_for()
    await page.locator("#directory-place").fill("Autun")
    await page.locator(".directory-said", has_text="depuis Autun").wait_for()
    await look(page, f"annuaire-repit-{name}")
    await page.locator("#directory-range").select_option("20")
    await page.locator(".chip", has_text="20 km").wait_for()
    await page.locator(".chip", has_text="20 km").click()
    await page.locator(".chip", has_text="20 km").wait_for(state="detached")
    assert await page.locator("#directory-range").input_value() == ""
    await page.locator("#entries a.row-link").first.click()
    await page.wait_for_url("**/annuaire/offres/*")
    await look(page, f"annuaire-offre-{name}")
    await page.locator("dd a").first.click()
    await page.wait_for_url("**/annuaire/structures/*")
    await look(page, f"annuaire-structure-{name}")
    await page.goto("/annuaire?metier=gp")
    await page.locator("#entries a.row-link").first.click()
    await page.wait_for_url("**/annuaire/professionnels/*")
    await look(page, f"annuaire-professionnel-{name}")
