"""The pages of concertations: accessible, in both lights and sizes; minutes written live and taken up elsewhere."""

import pytest
from playwright.async_api import expect

from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser


async def test_meetings_are_accessible_in_both_lights_and_sizes(open_as: OpenAs, meeting: str) -> None:
    at = f"/concertations/{meeting}"
    pages = {
        "concertations": "/concertations",
        "concertation": at,
        "compte-rendu": f"{at}/{village.JEANNE}",
        "concertation-prevoir": f"/concertations/nouvelle?dossier={village.JEANNE}",
        "concertation-inviter": f"{at}/inviter",
        "agenda-telephone": "/agenda/telephone",
    }
    for viewport, scheme in ((DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark"), (PHONE, "dark")):
        page = await open_as(village.GP, viewport=viewport, scheme=scheme)
        for name, path in pages.items():
            await page.goto(path)
            await look(page, f"{name}-{viewport['width']}-{scheme}", full_page=True)
        await page.context.close()


async def test_minutes_are_kept_while_written_and_taken_up_on_a_telephone(
    open_as: OpenAs, meeting: str
) -> None:
    at = f"/concertations/{meeting}/{village.JEANNE}"
    desk = await open_as(village.GP)
    await desk.goto(at)
    await desk.get_by_label("Ce qui a été dit").press_sequentially("Sa fille est épuisée.")
    await expect(desk.locator("#draft-state")).to_contain_text("Brouillon gardé")
    await desk.get_by_label("Décision").press_sequentially("Un relais deux après-midi par semaine.")
    await expect(desk.locator("#minutes-version")).to_have_value("2")

    phone = await open_as(village.GP, viewport=PHONE)
    await phone.goto(at)
    await expect(phone.get_by_label("Ce qui a été dit")).to_have_value("Sa fille est épuisée.")
    nurse = await open_as(village.NURSE)
    await nurse.goto(at)
    await expect(nurse.get_by_text("rédige le compte rendu")).to_be_visible()
    await phone.get_by_role("button", name="Valider et partager au cercle").click()
    await expect(phone.locator("#notices")).to_contain_text("Compte rendu validé")
    await nurse.goto(f"/dossiers/{village.JEANNE}/documents")
    await expect(nurse.get_by_text("Compte rendu de concertation").first).to_be_visible()
