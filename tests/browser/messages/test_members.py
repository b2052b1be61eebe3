"""A colleague is added to a conversation by keyboard, reads from then on, and somebody leaves; at both sizes."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looking import look
from tests.browser.messages.test_messages_and_notices import opened
from tests.browser.shell.conftest import DESKTOP, PHONE
from tests.integration.care.village import GP, NURSE, SOCIAL

pytestmark = pytest.mark.browser


async def test_colleague_is_added_by_keyboard_and_somebody_leaves(
    thread: str, address: str, browser: Browser
) -> None:
    nurse = await opened(browser, address, NURSE, PHONE, "light")
    gp = await opened(browser, address, GP, DESKTOP, "light")
    for page in (nurse, gp):
        await page.goto("/messages")
        await page.get_by_role("link", name="Ouvrir la conversation : Réunion de jeudi").click()
        await expect(page.get_by_text("14 h au DAC")).to_be_visible()
    there = gp.url

    await gp.get_by_role("link", name="Personnes").focus()
    await gp.keyboard.press("Enter")
    await gp.get_by_label("Chercher par nom").focus()
    await gp.keyboard.type("sauvage")
    await gp.keyboard.press("Enter")
    found = gp.get_by_label("Amélie Sauvage")
    await expect(found).to_be_visible()
    await found.focus()
    await gp.keyboard.press("Space")
    await look(gp, "conversation-personnes-1440-light", full_page=True)
    await gp.get_by_role("button", name="Ajouter à la conversation").focus()
    await gp.keyboard.press("Enter")
    await expect(gp.get_by_text("Vous avez ajouté Amélie Sauvage, qui lit à partir d’ici")).to_be_visible()
    await expect(
        nurse.get_by_text("Dr Paul Girard a ajouté Amélie Sauvage, qui lit à partir d’ici")
    ).to_be_visible()
    await look(gp, "conversation-ajout-1440-light", full_page=True)
    await look(nurse, "conversation-ajout-390-light", full_page=True)

    social = await opened(browser, address, SOCIAL, PHONE, "dark")
    await social.goto(there)
    await expect(social.get_by_text("vous lisez à partir d’ici")).to_be_visible()
    await expect(social.get_by_text("14 h au DAC")).to_be_hidden()
    await look(social, "conversation-nouvelle-390-dark", full_page=True)

    await nurse.get_by_role("link", name="Personnes").click()
    await expect(nurse.get_by_role("heading", name="Qui est dans la conversation")).to_be_visible()
    await look(nurse, "conversation-personnes-390-light", full_page=True)
    await nurse.get_by_role("button", name="Quitter la conversation").click()
    await nurse.wait_for_url(lambda url: url.endswith("/messages"))
    await nurse.goto(there)
    await expect(nurse.get_by_text("rien de nouveau ne vous en parvient")).to_be_visible()
    await look(nurse, "conversation-quittee-390-light", full_page=True)
    await expect(gp.get_by_text("Nadia Idrissi a quitté la conversation")).to_be_visible()
