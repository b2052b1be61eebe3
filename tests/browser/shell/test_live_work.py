"""The shell under the hand: what moves without reloading, what is kept, what is taken back."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.looking import look, rest
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser
ON_TOP = """(one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


async def _ask(page: Page, reason: str) -> None:
    await page.goto("/demandes/nouvelle")
    await page.fill("#family", "Rollin")
    await page.fill("#given", "Odette")
    await page.fill("#reason", reason)
    await page.click("main .form-foot button[type=submit]")
    await page.wait_for_url("**/demandes/*-*")


async def test_request_appears_on_the_coordinators_open_page(open_as: OpenAs) -> None:
    coordinator, gp = await open_as(village.COORDINATOR), await open_as(village.GP, viewport=PHONE)
    await coordinator.goto("/demandes")
    await expect(coordinator.get_by_text("Aucune demande n’attend")).to_be_visible()
    by_itself: list[bool] = []
    coordinator.on("request", lambda asked: by_itself.append("x-unattended" in asked.headers))
    await _ask(gp, "Aidant épuisé")
    to_take = coordinator.get_by_role("region", name="À prendre")
    await expect(to_take.get_by_role("listitem")).to_contain_text("Aidant épuisé")
    assert any(by_itself)


async def test_refusal_in_the_sheet_is_taken_back_from_its_notice(open_as: OpenAs) -> None:
    coordinator, gp = await open_as(village.COORDINATOR), await open_as(village.GP)
    await _ask(gp, "Aide ménagère")
    await coordinator.goto(gp.url)
    await coordinator.get_by_role("link", name="Répondre autrement").click()
    sheet = coordinator.locator("#sheet")
    await sheet.get_by_role("button", name="Enregistrer la réponse").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("à revoir")
    await sheet.get_by_label("Habite hors du territoire").check()
    await sheet.get_by_role("button", name="Enregistrer la réponse").click()
    await expect(coordinator.locator("main")).to_contain_text("Habite hors du territoire")
    await coordinator.locator(".notices").get_by_role("button", name="Annuler").click()
    await expect(coordinator.get_by_role("link", name="Accepter et ouvrir le dossier")).to_be_visible()


SENT_AT_ONCE = """() => document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const form = detail.target.id === "sheet" && detail.target.querySelector("form.form");
  if (form && !form.querySelector("[role=alert]")) queueMicrotask(() => form.requestSubmit());
})"""


async def test_what_is_sent_the_moment_a_sheet_opens_stays_in_it(open_as: OpenAs) -> None:
    coordinator = await open_as(village.COORDINATOR)
    await _ask(coordinator, "Aide ménagère")
    address = coordinator.url
    await coordinator.evaluate(SENT_AT_ONCE)
    await coordinator.get_by_role("link", name="Répondre autrement").click()
    await expect(coordinator.locator("#sheet").get_by_role("alert")).to_contain_text("à revoir")
    assert coordinator.url == address


LIGHTS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]


async def test_notice_lies_above_the_open_sheet_and_is_taken_back_from_there(open_as: OpenAs) -> None:
    for viewport, scheme in LIGHTS:
        page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
        await _tell_and_take_back(page, f"avis-sur-feuille-{viewport['width']}-{scheme}")
        await page.context.close()


async def _tell_and_take_back(page: Page, picture: str) -> None:
    sheet, notices = page.locator("#sheet"), page.locator("#sheet #notices")
    root = f"/dossiers/{village.JEANNE}"
    await page.goto(f"{root}/plan")
    for text in ("Appeler le kiné", "Poser une barre"):
        await page.locator('a[href$="/taches/nouvelle"]:visible').first.click()
        await sheet.locator("#text").fill(text)
        if text == "Appeler le kiné":
            await sheet.get_by_role("button", name="Ajouter la tâche").click()
            await expect(sheet).to_be_hidden()
            await expect(page.locator("body > #notices")).to_contain_text("Tâche ajoutée.")
    # shown before the sheet opened, it is within it; a form that comes back with what is wrong does not take it along
    await expect(notices).to_contain_text("Tâche ajoutée.")
    await sheet.locator("#text").fill("")
    await sheet.get_by_role("button", name="Ajouter la tâche").click()
    await expect(sheet.get_by_role("alert")).to_be_visible()
    await expect(notices).to_contain_text("Tâche ajoutée.")
    await sheet.locator("#text").fill("Poser une barre")
    await page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('cordee:refused', "
        "{bubbles: true, detail: {message: 'Rien n’a été modifié.'}}))"
    )
    refused = notices.get_by_text("Rien n’a été modifié.")
    await expect(refused).to_be_visible()
    assert await refused.evaluate(ON_TOP)
    await rest(page)
    assert await sheet.get_by_role("button", name="Ajouter la tâche").evaluate(ON_TOP)
    await look(page, picture)
    back = notices.get_by_role("button", name="Annuler")
    await back.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).not_to_contain_text("Appeler le kiné")
    await expect(sheet.locator("#text")).to_have_value("Poser une barre")
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(page.locator("body > #notices")).to_be_visible()


async def test_text_survives_a_session_that_expires(open_as: OpenAs) -> None:
    gp = await open_as(village.GP)
    await gp.goto("/demandes/nouvelle")
    async with gp.expect_response("**/demandes/nouvelle/personnes"):  # who it may be, asked while one writes
        for field, text in {"#family": "Rollin", "#given": "Odette", "#reason": "Répit"}.items():
            await gp.fill(field, text)
    await gp.fill("#details", "Trois nuits sans dormir, ne tiendra pas la semaine.")
    await rest(gp)
    await gp.context.clear_cookies()
    await gp.click("main .form-foot button[type=submit]")
    await gp.locator(f'button[value="{village.GP}"]').click()
    await gp.wait_for_url("**/demandes/nouvelle")
    await expect(gp.locator("#details")).to_have_value("Trois nuits sans dormir, ne tiendra pas la semaine.")
    await expect(gp.get_by_text("Votre texte a été gardé")).to_be_visible()


async def test_text_is_not_shown_to_the_next_person(open_as: OpenAs) -> None:
    page = await open_as(village.GP)
    await page.goto("/demandes/nouvelle")
    await page.fill("#details", "Confidence")
    await page.context.clear_cookies()
    await page.goto("/connexion")
    await page.locator(f'button[value="{village.OTHER_NURSE}"]').click()
    await page.wait_for_url("**/")
    await page.goto("/demandes/nouvelle")
    await expect(page.locator("#details")).to_have_value("")


async def test_light_chosen_stays_on_the_next_page(open_as: OpenAs) -> None:
    page = await open_as(village.NURSE)
    await page.get_by_role("button", name="Nadia Idrissi").first.click()
    await page.get_by_label("Sombre").check()
    await page.goto("/dossiers")
    assert await page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


async def test_keyboard_reaches_content_and_search(open_as: OpenAs) -> None:
    page = await open_as(village.GP)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("/")
    await expect(page.locator("#finder")).to_be_focused()


async def test_shortcuts_of_one_key_are_turned_off_and_the_others_stay(open_as: OpenAs) -> None:
    page = await open_as(village.GP)
    await page.get_by_role("button", name="Paul Girard").first.click()
    await expect(page.locator("#account")).to_be_visible()
    await look(page, "compte-clavier-1440-light")
    await page.get_by_label("Raccourcis à une touche").uncheck()
    await page.keyboard.press("Escape")
    await expect(page.locator("#finder")).to_have_attribute("aria-keyshortcuts", "Control+K")
    for path in ("", "/agenda?vue=semaine"):
        if path:
            await page.goto(path)
        await page.locator("main").focus()
        await page.keyboard.press("/")
        await page.keyboard.press("j")
        await expect(page.locator("main")).to_be_focused()
        await expect(page.locator(".finder-key:visible")).to_have_text("Ctrl K")
    assert "vue=semaine" in page.url
    await expect(page.locator(".agenda-keys")).not_to_contain_text("semaine", use_inner_text=True)
    await look(page, "agenda-sans-raccourcis-1440-light")
    await page.keyboard.press("Control+k")
    await expect(page.locator("#finder")).to_be_focused()
