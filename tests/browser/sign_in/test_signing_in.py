"""Signing in as people do: with a provider, in one role then in another, back to the text that was being written."""

from collections.abc import Awaitable, Callable

import psycopg
import pytest
from playwright.async_api import Page, expect

from tests.browser.looking import keep, look
from tests.browser.shell.conftest import PHONE
from tests.browser.sign_in.conftest import OpenPage, Place
from tests.integration.care import village

pytestmark = pytest.mark.browser

PSC = "Pro Santé Connect"
PRACTICE = "Cabinet infirmier des Remparts"
HOSPITAL = "CENTRE HOSPITALIER D AUTUN"


async def _choose(page: Page, provider: str, login: str) -> None:
    await page.get_by_role("link", name=provider).click()
    await page.get_by_role("button", name=login, exact=True).click()


async def test_nurse_with_two_roles_chooses_one_and_switches(open_page: OpenPage) -> None:
    page = await open_page()
    await look(page, "connexion-fournisseurs-1440-light")
    await _choose(page, PSC, "nadia")
    await expect(page.get_by_role("heading", name="Bonjour Nadia Idrissi")).to_be_visible()
    await look(page, "role-1440-light")
    await page.get_by_role("button", name=PRACTICE).click()
    await page.wait_for_url("**/")
    await page.goto("/dossiers")
    await expect(page.locator("main")).to_contain_text("MOREAU")

    await page.get_by_role("button", name="Nadia Idrissi").first.click()
    await keep(page, "menu-roles-1440-light")
    await page.get_by_role("button", name=HOSPITAL).click()
    await page.wait_for_url("**/")
    await page.goto("/dossiers")
    await expect(page.locator("main")).not_to_contain_text("MOREAU")
    answer = await page.goto(f"/dossiers/{village.JEANNE}")
    assert answer is not None
    assert answer.status == 404


async def test_person_enters_her_own_record_with_franceconnect(open_page: OpenPage) -> None:
    page = await open_page(viewport=PHONE)
    await look(page, "connexion-fournisseurs-390-light")
    await _choose(page, "FranceConnect", "jeanne")
    await page.wait_for_url(f"**/dossiers/{village.JEANNE}")
    await expect(page.locator("body")).to_contain_text("Jeanne MOREAU")


async def _send(page: Page) -> None:
    await page.click("main .form-foot button[type=submit]")


async def _write_a_name(page: Page) -> None:
    await page.fill("#family", "Rollin")  # who it may be is looked up meanwhile, by itself


@pytest.mark.parametrize("meets", [_send, _write_a_name])
async def test_text_waits_through_the_provider_and_the_choice_of_a_role(
    open_page: OpenPage, place: Place, meets: Callable[[Page], Awaitable[None]]
) -> None:
    page = await open_page()
    await _choose(page, PSC, "nadia")
    await page.get_by_role("button", name=PRACTICE).click()
    await page.route(
        "**/avis/cloche", lambda route: route.abort()
    )  # it would find the session expired before
    await page.goto("/demandes/nouvelle")
    await page.fill("#reason", "Répit")
    await page.fill("#details", "Trois nuits sans dormir, ne tiendra pas la semaine.")
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        connection.execute("UPDATE session SET expires_at = now()")
    await meets(page)
    await expect(page.get_by_text("Votre session a expiré")).to_be_visible()
    await page.get_by_role("link", name=PSC).click()
    await page.get_by_role("button", name=PRACTICE).click()
    await page.wait_for_url("**/demandes/nouvelle")
    await expect(page.locator("#details")).to_have_value(
        "Trois nuits sans dormir, ne tiendra pas la semaine."
    )
    await expect(page.get_by_text("Votre texte a été gardé")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_lost_telephone_is_signed_out_from_the_desk(open_page: OpenPage, scheme: str) -> None:
    phone, desk = await open_page(viewport=PHONE, scheme=scheme), await open_page(scheme=scheme)
    for page in (phone, desk):
        await _choose(page, PSC, "nadia")
        if page is phone:
            await look(page, f"role-390-{scheme}")
        await page.get_by_role("button", name=PRACTICE).click()
        await page.wait_for_url("**/")
    await phone.goto("/compte")
    await look(phone, f"compte-390-{scheme}")
    await desk.goto("/compte")
    await look(desk, f"compte-1440-{scheme}")
    await desk.get_by_role("button", name="Se déconnecter partout").click()
    await expect(
        desk.get_by_role("heading", name="Au revoir").or_(desk.get_by_text("Quitter"))
    ).to_be_visible()
    await phone.goto("/dossiers")
    await expect(phone.get_by_text("Votre session a expiré")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_refusals_say_what_to_do(open_page: OpenPage, scheme: str) -> None:
    page = await open_page(viewport=PHONE, scheme=scheme)
    await _choose(page, PSC, "secretaire")
    await expect(page.get_by_text("aucun exercice professionnel")).to_be_visible()
    await look(page, f"connexion-refusee-390-{scheme}")
    await page.get_by_role("link", name="Recommencer").click()
    await expect(page.get_by_role("button", name="nadia")).to_be_visible()


async def test_proving_again_comes_back_to_the_page(open_page: OpenPage) -> None:
    page = await open_page()
    await _choose(page, PSC, "paul")
    await page.wait_for_url("**/")
    await page.goto("/compte/confirmer?suite=/compte")
    await look(page, "confirmer-1440-light")
    await page.get_by_role("link", name="Confirmer avec Pro Santé Connect").click()
    await page.get_by_role("button", name="paul", exact=True).click()
    await page.wait_for_url("**/compte")
