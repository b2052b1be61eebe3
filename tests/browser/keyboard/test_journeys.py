"""The main journeys with a keyboard alone: sign in, open a record, note, measure, problem, appointment, task."""

from datetime import date

import pytest
from playwright.async_api import Browser, Page, expect

from cordee.kernel.clock import now
from tests.browser.keyboard.keys import choose_first, enter, tab_to, write
from tests.integration.care import village

pytestmark = pytest.mark.browser

ROOT = f"/dossiers/{village.JEANNE}"


async def _sign_in_and_open(page: Page) -> None:
    await page.goto("/connexion")
    await enter(page, page.locator(f'button[value="{village.NURSE}"]'))
    await page.wait_for_url(lambda url: "/connexion" not in url)
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.goto("/dossiers")
    await enter(page, page.locator(f'main a[href^="{ROOT}"]').first)
    await page.wait_for_url(f"**{ROOT}*")


async def _sheet_by(page: Page, link: str) -> None:
    """Open the sheet from the banner and see that the focus went into it."""
    await enter(page, page.locator(".banner-acts").get_by_role("link", name=link, exact=True))
    await expect(page.locator("#sheet form.form")).to_be_visible()
    await page.wait_for_function("document.querySelector('#sheet').contains(document.activeElement)")


async def _send(page: Page, button: str) -> None:
    await enter(page, page.locator("#sheet").get_by_role("button", name=button))
    await expect(page.locator("#sheet")).to_be_hidden()


async def _note(page: Page) -> None:
    await _sheet_by(page, "Note")
    await page.keyboard.press("Escape")
    await expect(page.locator("#sheet")).to_be_hidden()
    await _sheet_by(page, "Note")
    await write(page, page.locator("#sheet #text"), "Pansement refait.")
    await _send(page, "Ajouter au cahier")
    await page.goto(f"{ROOT}/cahier")
    await expect(page.locator("main")).to_contain_text("Pansement refait.")


async def _measure(page: Page) -> None:
    await _sheet_by(page, "Mesure")
    await enter(page, page.locator("#sheet").get_by_role("link", name="Poids"))
    await expect(page.locator('#sheet input[name="kind"]')).to_have_value("poids")
    await write(page, page.locator("#sheet #value"), "64,5")
    await _send(page, "Enregistrer")
    await page.goto(f"{ROOT}/mesures")
    await expect(page.locator("main")).to_contain_text("64,5")


async def _problem(page: Page) -> None:
    await page.goto(f"{ROOT}/sante")
    await enter(page, page.get_by_role("link", name="Ajouter un problème"))
    await write(page, page.locator("#sheet #text"), "Escarre du talon")
    await page.keyboard.press("Enter")
    await expect(page.locator("#sheet")).to_be_hidden()
    await expect(page.locator("#probleme")).to_contain_text("Escarre du talon")
    undo = page.locator(".notice-undo").last
    await enter(page, undo)
    await expect(page.locator("#probleme")).not_to_contain_text("Escarre du talon")


async def _appointment(page: Page) -> None:
    await _sheet_by(page, "Rendez-vous")
    await choose_first(page, "kind")
    await write(page, page.locator("#sheet #title"), "Contrôle du pansement")
    await tab_to(page, page.locator("#sheet #day"))
    await page.keyboard.type(_day_said_either_way().strftime("%d%m%Y"))
    await tab_to(page, page.locator("#sheet #hour"))
    await page.keyboard.type("1430")
    await _send(page, "Ajouter à l’agenda")
    await page.goto(f"{ROOT}/agenda")
    await expect(page.locator("main")).to_contain_text("Contrôle du pansement")


def _day_said_either_way() -> date:
    """Return a coming day whose number is its month's: a date field reads it the same in French and in English."""
    today = now().date()
    days = (date(year, month, month) for year in (today.year, today.year + 1) for month in range(1, 13))
    return next(one for one in days if one > today)


async def _task(page: Page) -> None:
    await page.goto(f"{ROOT}/plan/actions/nouvelle")
    await write(page, page.locator("#text"), "Appeler le cardiologue")
    await enter(page, page.get_by_role("button", name="Ajouter l’action"))
    await page.wait_for_url(f"**{ROOT}/plan")
    tick = page.get_by_role("button", name="Marquer comme faite : Appeler le cardiologue")
    await tab_to(page, tick)
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Remettre à faire : Appeler le cardiologue")).to_be_visible()


async def test_a_nurse_does_her_round_without_a_pointer(address: str, browser: Browser) -> None:
    context = await browser.new_context(
        base_url=address, viewport={"width": 1440, "height": 900}, locale="fr-FR", timezone_id="Europe/Paris"
    )
    page = await context.new_page()
    await _sign_in_and_open(page)
    for journey in (_note, _measure, _problem, _appointment, _task):
        await page.goto(ROOT)
        await journey(page)


async def test_a_person_finds_a_part_of_their_record_by_the_map_of_the_site(
    address: str, browser: Browser
) -> None:
    page = await (await browser.new_context(base_url=address, locale="fr-FR")).new_page()
    await page.goto("/connexion")
    await enter(page, page.locator(f'button[value="Patient/{village.JEANNE}"]'))
    await page.wait_for_url(f"**{ROOT}")
    await enter(page, page.get_by_role("link", name="Plan du site"))
    await page.wait_for_url("**/plan-du-site")
    await enter(page, page.locator("main").get_by_role("link", name="Mes rendez-vous"))
    await page.wait_for_url(f"**{ROOT}/agenda")
