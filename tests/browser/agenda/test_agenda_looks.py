"""Every page of the agenda: accessible, in both lights, on a phone and at a desk; and by keyboard alone."""

import pytest
from playwright.async_api import expect

from tests.browser.agenda.conftest import MONDAY
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

RECORD = f"/dossiers/{village.JEANNE}"
LIGHTS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.mark.usefixtures("week")
async def test_agendas_are_accessible_in_both_lights_and_sizes(open_as: OpenAs) -> None:
    for viewport, scheme in LIGHTS:
        page = await open_as(village.NURSE, viewport=viewport, scheme=scheme)
        end = f"{viewport['width']}-{scheme}"
        for name, path in {
            "agenda-semaine": f"/agenda?jour={MONDAY}",
            "agenda-jour": f"/agenda?vue=jour&jour={MONDAY}",
            "agenda-liste": f"/agenda?vue=liste&jour={MONDAY}",
            "agenda-vide": "/agenda?vue=jour&jour=2024-01-01",
            "semaine-a-domicile": f"{RECORD}/agenda/semaine?jour={MONDAY}",
            "passages": f"{RECORD}/agenda/passages/nouveau",
            "rendez-vous": f"{RECORD}/agenda",
            "disponibilites": "/agenda/disponibilites",
            "creneaux": f"{RECORD}/agenda/creneaux",
        }.items():
            await page.goto(path)
            await look(page, f"{name}-{end}", full_page=True)
        await page.context.close()


@pytest.mark.usefixtures("week")
async def test_agenda_is_used_by_keyboard_alone(open_as: OpenAs) -> None:
    page = await open_as(village.NURSE)
    await page.goto(f"/agenda?jour={MONDAY}")
    await page.keyboard.press("j")
    await expect(page.locator(".days-jour")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await page.wait_for_url("**/agenda?vue=jour&jour=*")
    await page.get_by_role("link", name="Cardiologue").first.focus()
    await page.keyboard.press("Enter")
    sheet = page.locator("#sheet")
    await expect(sheet.get_by_role("button", name="Je viens", exact=True)).to_be_visible()
    await look(page, "rendez-vous-feuille-1440-light")
    await sheet.get_by_role("button", name="Je viens", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#notices")).to_contain_text("Vous avez dit que vous venez.")
    await expect(page.locator(".days-jour .tag-late")).to_have_count(0)
