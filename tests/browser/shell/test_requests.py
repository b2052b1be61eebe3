"""Requests in a browser: taken down at the keyboard while somebody talks, sorted, answered; asked by a stranger."""

import time

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

WAYS = [(DESKTOP, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (PHONE, "light")]
CALL_SECONDS_MAX = 60.0
LIVE_MS = 15_000


async def take_down(page: Page, family: str, reason: str, *, urgent: bool = False) -> str:
    """Take a call down at the keyboard alone and return the address of the request."""
    await page.goto("/demandes/nouvelle")
    await expect(page.locator("#caller")).to_be_focused()
    await page.keyboard.type("Mme Petit, sa fille")
    await page.keyboard.press("Tab")
    await page.keyboard.type("06 00 00 00 21")
    await page.locator("#family").focus()
    await page.keyboard.type(family)
    await page.keyboard.press("Tab")
    await page.keyboard.type("Odette")
    await page.locator("#reason").focus()
    await page.keyboard.type(reason)
    if urgent:
        await page.locator('input[name="urgency"][value="urgent"]').focus()
        await page.keyboard.press("Space")
    await page.locator("#reason").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/demandes/0*")
    await page.wait_for_load_state("load")  # what was written is let go once the page says it was taken
    return page.url


async def test_call_is_taken_down_at_the_keyboard_in_less_than_a_minute(open_as: OpenAs) -> None:
    page = await open_as(village.COORDINATOR)
    started = time.monotonic()
    address = await take_down(page, "Rollin", "Sortie d’hôpital dans trois jours, vit seule", urgent=True)
    assert time.monotonic() - started < CALL_SECONDS_MAX
    await expect(page.locator("main")).to_contain_text("Mme Petit, sa fille")

    # What is being written survives the page: the call is cut off in the middle of a word.
    await page.goto("/demandes/nouvelle")
    await page.fill("#family", "Per")
    await page.goto("/demandes")
    await page.goto("/demandes/nouvelle")
    await expect(page.locator("#family")).to_have_value("Per")
    await page.fill("#family", "")

    # A second call for the same person is seen while its name is typed.
    await page.fill("#who-asked", "rollin")
    await expect(page.locator("#found")).to_contain_text("une demande attend déjà", timeout=LIVE_MS)

    await page.goto(address)
    await page.get_by_role("button", name="Prendre").click()
    await expect(page.locator("main")).to_contain_text("Rendre à l’équipe", timeout=LIVE_MS)
    await page.get_by_role("link", name="Qualifier").click()
    await page.locator("#sheet").get_by_role("radio", name="Coordination complexe").check()
    await page.locator("#sheet").get_by_role("button", name="Enregistrer").click()
    await expect(page.locator(".banner")).to_contain_text("Coordination complexe", timeout=LIVE_MS)
    await expect(page.locator("#steps")).to_contain_text("Qualifiée")


async def test_pages_are_accessible_in_both_lights_and_widths(open_as: OpenAs, browser: Browser) -> None:
    page = await open_as(village.COORDINATOR)
    address = await take_down(page, "Rollin", "Sortie d’hôpital dans trois jours, vit seule", urgent=True)
    await take_down(page, "Haddad", "Diabète, renoncement aux soins, logement")
    third = await take_down(page, "Perrot", "Où trouver du répit")
    await page.get_by_role("button", name="Prendre").click()
    await expect(page.locator("main")).to_contain_text("Rendre à l’équipe", timeout=LIVE_MS)
    await page.goto(f"{third}/attendre")
    await page.fill("#words", "le rappel de la fille")
    await page.get_by_role("button", name="Mettre en attente").click()
    await page.wait_for_url(third)
    await page.context.close()
    for viewport, scheme in WAYS:
        page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
        name = f"{viewport['width']}-{scheme}"
        for part, path in (
            ("triage", "/demandes"),
            ("demande", address),
            ("demande-nouvelle", "/demandes/nouvelle"),
            ("demande-qualifier", f"{address}/qualifier"),
            ("demande-repondre", f"{address}/refuser"),
            ("demande-courriel", "/demandes/nouvelle/courriel"),
            ("demande-triage-vide", "/demandes?nature=information"),
            ("demande-publique", "/demande"),
            ("demande-recue", "/demande/recue/D-7K3M-92QX"),
            ("chercher", "/chercher"),
            ("pilotage", "/pilotage"),
            ("dossiers-par-theme", "/dossiers?theme=sans"),
            ("demandes-filtre", "/demandes?vue=urgentes"),
        ):
            await page.goto(path)
            await look(page, f"{part}-{name}", full_page=True)
        if viewport is PHONE:
            await page.goto("/demandes")
            await page.get_by_role("button", name="Plus").click()
            await expect(page.get_by_role("link", name="Pilotage")).to_be_visible()
            await look(page, f"plus-{name}")
        await page.context.close()


async def test_box_finds_and_acts_at_the_keyboard(open_as: OpenAs) -> None:
    page = await open_as(village.GP)
    await page.keyboard.press("/")
    await expect(page.locator("#finder")).to_be_focused()
    await expect(page.locator("#finder-options")).to_contain_text("Nouvelle demande", timeout=LIVE_MS)
    await page.keyboard.type("moreau")
    await expect(page.locator("#finder-options")).to_contain_text("Mme Jeanne MOREAU", timeout=LIVE_MS)
    await expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("MOREAU")
    await look(page, "trouver-1440-light")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Nouvelle note")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/cahier/nouvelle")
    await page.goto("/dossiers")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("note pour moreau")
    await page.keyboard.press("Enter")  # before any answer: it is kept until these words are answered
    await page.wait_for_url("**/cahier/nouvelle")
    assert "moreau" not in page.url.lower()
    await page.keyboard.press("Control+k")
    await expect(page.locator("#finder-options")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#finder-options")).to_be_hidden()


async def test_stranger_asks_from_a_phone(address: str, browser: Browser) -> None:
    context = await browser.new_context(base_url=address, viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto("/connexion")
    await page.get_by_role("link", name="demander un appui").click()
    await page.fill("#caller", "Anne Petit")
    await page.fill("#caller_phone", "06 00 00 00 21")
    await page.fill("#given", "Odette")
    await page.fill("#family", "Rollin")
    await page.get_by_role("radio", name="Elle ne le sait pas encore").check()
    await page.fill("#reason", "Elle rentre de l’hôpital et vit seule")
    await page.wait_for_timeout(3000)  # nobody fills it faster: the form asks a machine to read again
    await page.get_by_role("button", name="Envoyer ma demande").click()
    await page.wait_for_url("**/demande/recue/*")
    await expect(page.locator("main")).to_contain_text("Votre demande est arrivée")
    assert "Rollin" not in page.url
    await look(page, "demande-recue-inconnue-390")
    await context.close()
