"""Messages, notices and alerts in a real browser: two people at once, live; accessible in both lights and sizes."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.looking import look, watch
from tests.browser.notebook.conftest import picture as photo
from tests.browser.shell.conftest import DESKTOP, PHONE
from tests.integration.care.village import GP, JEANNE, NURSE

pytestmark = pytest.mark.browser

LOOKS = ((DESKTOP, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (PHONE, "light"))
ROOT = f"/dossiers/{JEANNE}"


async def opened(browser: Browser, address: str, who: str, viewport: dict[str, int], scheme: str) -> Page:
    """Open the site as somebody."""
    context = await browser.new_context(
        base_url=address,
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="fr-FR",
    )
    page = await context.new_page()
    watch(page)
    await page.goto("/connexion")
    await page.locator(f'button[value="{who}"]').click()
    await page.wait_for_url(lambda url: "/connexion" not in url)
    return page


async def test_every_page_looks_right(thread: str, address: str, browser: Browser) -> None:
    pages = {
        "messages": "/messages",
        "conversation": f"/messages/{thread}",
        "messages-nouveau": "/messages/nouveau",
        "avis": "/avis",
        "compte-avis": "/compte/avis",
        "messages-dossier": f"{ROOT}/messages",
        "messages-dossier-fil": f"{ROOT}/messages/{thread}",
        "message-au-cercle": f"{ROOT}/messages/nouveau",
        "alertes": f"{ROOT}/alertes",
    }
    for viewport, scheme in LOOKS:
        page = await opened(browser, address, GP, viewport, scheme)
        for name, path in pages.items():
            await page.goto(path)
            await look(page, f"{name}-{viewport['width']}-{scheme}", full_page=True)
        await page.context.close()


async def _send_a_photo_told_in_words(page: Page) -> None:
    await page.get_by_label("Votre réponse").fill("Voyez la barrière.")
    bed = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    await page.get_by_label("Joindre une photo ou un PDF").set_input_files([bed])  # type: ignore[list-item]
    await page.get_by_label("Décrire la photo").fill("Le lit, barrière baissée")
    await page.get_by_label("Décrire la photo").scroll_into_view_if_needed()
    await look(page, "conversation-photo-1440-light")
    await page.get_by_role("button", name="Envoyer").click()


async def test_two_people_talk_without_reloading(thread: str, address: str, browser: Browser) -> None:
    nurse = await opened(browser, address, NURSE, PHONE, "light")
    gp = await opened(browser, address, GP, DESKTOP, "light")
    await nurse.goto(f"{ROOT}/messages/{thread}")
    await gp.goto(f"/messages/{thread}")
    await expect(nurse.get_by_text("Vu par Dr Paul Girard").first).to_be_visible()

    for number in range(5):
        await gp.bring_to_front()
        await gp.get_by_label("Votre réponse").fill(f"Réponse {number}")
        await gp.get_by_role("button", name="Envoyer").click()
        await expect(gp.locator(".say.is-mine", has_text=f"Réponse {number}")).to_be_visible()
        await expect(nurse.locator(".say", has_text=f"Réponse {number}")).to_be_visible()
        await expect(gp.get_by_label("Votre réponse")).to_have_value("")
    await _send_a_photo_told_in_words(gp)
    await expect(nurse.get_by_role("img", name="Le lit, barrière baissée")).to_be_visible()

    await nurse.get_by_role("button", name="En faire une note").last.click()
    await expect(nurse.get_by_text("au cahier").last).to_be_visible()
    await nurse.get_by_role("button", name="En faire une tâche").last.click()
    await expect(nurse.get_by_text("en tâche").last).to_be_visible()


async def test_a_photo_goes_to_a_colleague_about_nobody(thread: str, address: str, browser: Browser) -> None:
    nurse = await opened(browser, address, NURSE, PHONE, "light")
    await nurse.goto("/messages/nouveau")
    await nurse.get_by_label("Votre message").fill("Le nouveau modèle de lit.")
    bed = {"name": "lit.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    await nurse.get_by_label("Photo ou PDF").set_input_files([bed])  # type: ignore[list-item]
    await nurse.get_by_label("Décrire la photo").fill("Le lit, barrière levée")
    await nurse.get_by_label("Chercher par nom").fill("girard")
    await nurse.get_by_role("button", name="Chercher").click()
    await nurse.get_by_label("Paul Girard").check()
    await look(nurse, "lettre-photo-390-light", full_page=True)
    await nurse.get_by_role("button", name="Envoyer").click()
    await nurse.wait_for_url(lambda url: not url.endswith("/nouveau"))

    gp = await opened(browser, address, GP, DESKTOP, "dark")
    await gp.goto(nurse.url)
    shown = gp.get_by_role("img", name="Le lit, barrière levée")
    await expect(shown).to_be_visible()
    await expect(shown).not_to_have_js_property("naturalWidth", 0)
    await gp.get_by_label("Votre réponse").fill("Voici la notice.")
    notice = {"name": "notice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 notice"}
    await gp.get_by_label("Joindre une photo ou un PDF").set_input_files([notice])  # type: ignore[list-item]
    await gp.get_by_role("button", name="Envoyer").click()
    await expect(gp.get_by_role("link", name="notice.pdf")).to_be_visible()
    await look(gp, "lettre-fichiers-1440-dark", full_page=True)
    await nurse.bring_to_front()
    await expect(nurse.get_by_role("link", name="notice.pdf")).to_be_visible()


async def test_the_bell_leads_to_the_cause_and_an_alert_is_taken(
    thread: str, address: str, browser: Browser
) -> None:
    page = await opened(browser, address, GP, DESKTOP, "light")
    bell = page.locator(".rail .bell")
    await expect(bell).to_contain_text("2")
    await bell.click()
    await page.get_by_role("button", name="Ouvrir : Vous êtes cité·e dans un message").click()
    await page.wait_for_url(f"**/messages/{thread}*")
    await expect(bell).to_contain_text("1")

    await page.goto(f"{ROOT}/alertes")
    await page.get_by_placeholder("Un mot, facultatif").fill("Je l’appelle.")
    await page.get_by_role("button", name="Je m’en charge").click()
    await expect(page.get_by_text("Dr Paul Girard s’en charge")).to_be_visible()
    await look(page, "alerte-prise-1440-light")
    await page.get_by_role("button", name="Clore").click()
    await expect(page.get_by_text("Aucune alerte en cours")).to_be_visible()
