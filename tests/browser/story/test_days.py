"""A day of five people, each short: what they come for, from sign-in to done, with pictures of it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.story.conftest import PHONE, SignIn, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COORDINATOR, GP, NURSE = "Hélène Charbonnier", "Étienne Rousselot", "Leïla Mansouri"
SOCIAL_WORKER, HOSPITAL = "Bastien Colas", "Aude Lacombe"
PERSON = "PERNOT"


async def _open_record(page: Page) -> str:
    """Go to the person's record from the list of records, and return its address."""
    await page.goto("/dossiers")
    await page.locator("main a", has_text=PERSON).first.click()
    await page.wait_for_url("**/dossiers/*-*")
    await expect(page.locator("h1")).to_contain_text(PERSON)
    return page.url.split("?")[0]


async def _send(page: Page, button: str) -> None:
    await page.locator("#sheet").get_by_role("button", name=button).click()
    await expect(page.locator("#sheet")).to_be_hidden()


async def test_coordinator_sees_what_waits_and_holds_a_record(sign_in: SignIn) -> None:
    page = await sign_in(COORDINATOR)
    await page.goto("/")
    await expect(page.locator("main")).to_be_visible()
    await picture(page, "day-coordinator-1-today")
    await page.goto("/demandes")
    await picture(page, "day-coordinator-2-requests")
    record = await _open_record(page)
    await picture(page, "day-coordinator-3-record")
    await page.goto(f"{record}/dossier")
    await page.get_by_role("link", name="Suspendre").click()
    await page.locator("#sheet").get_by_role("radio", name="Hospitalisation longue").check()
    await _send(page, "Suspendre")
    await expect(page.locator("main")).to_contain_text("hospitalisation longue")
    await page.get_by_role("button", name="Reprendre").click()
    await expect(page.locator("main")).to_contain_text("a repris le dossier")
    await picture(page, "day-coordinator-4-life")


async def test_gp_reads_in_ten_seconds_and_changes_a_treatment(sign_in: SignIn) -> None:
    page = await sign_in(GP, PHONE)
    record = await _open_record(page)
    await expect(page.get_by_role("heading", name="En dix secondes")).to_be_visible()
    assert await page.locator('a[href^="tel:"]').count() > 0
    await picture(page, "day-gp-1-synthesis-phone")
    await page.goto(f"{record}/sante")
    await page.get_by_role("link", name="Ajouter un traitement").click()
    await page.locator("#sheet #text").fill("Amoxicilline 1 g")
    await page.locator("#sheet #dose").fill("3 fois par jour pendant 7 jours")
    await _send(page, "Enregistrer")
    await expect(page.locator("#traitement")).to_contain_text("Amoxicilline 1 g")
    await picture(page, "day-gp-2-treatment-phone")
    await page.goto(record)
    await expect(
        page.locator("main dl strong", has_text=re.compile("amoxicilline", re.IGNORECASE))
    ).to_be_visible()


async def test_nurse_measures_and_writes_on_her_round(sign_in: SignIn) -> None:
    page = await sign_in(NURSE, PHONE)
    record = await _open_record(page)
    await page.goto(f"{record}/mesures/nouvelle?type=poids")
    await page.fill("#value", "61,4")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.locator("main")).to_contain_text("61,4")
    await picture(page, "day-nurse-1-measure-phone")
    await page.goto(record)
    await page.get_by_role("navigation", name="Ajouter au dossier").get_by_role("link", name="Note").click()
    await page.locator("#sheet #text").fill("Passage du matin : chevilles dégonflées, pansement propre.")
    await _send(page, "Ajouter au cahier")
    await page.goto(f"{record}/cahier")
    await expect(page.locator("main")).to_contain_text("chevilles dégonflées")
    await picture(page, "day-nurse-2-notebook-phone")


async def test_social_worker_follows_rights_and_meets_no_care(sign_in: SignIn) -> None:
    page = await sign_in(SOCIAL_WORKER)
    record = await _open_record(page)
    await expect(page.locator("main")).to_contain_text("restent entre soignants")
    await picture(page, "day-social-1-record")
    await page.goto(f"{record}/social")
    await page.get_by_role("link", name="Ajouter un droit").click()
    await page.locator("#sheet #right").select_option("cmi")
    await page.locator("#sheet").get_by_role("radio", name="Demandé").check()
    await page.locator("#sheet #payor").fill("MDPH")
    await _send(page, "Enregistrer")
    await expect(page.locator("#droit")).to_contain_text("Carte mobilité inclusion")
    await picture(page, "day-social-2-rights")
    assert (await page.context.request.get(f"{record}/sante")).status == 404


async def test_hospital_asks_for_support_before_a_discharge(sign_in: SignIn) -> None:
    page = await sign_in(HOSPITAL)
    await page.goto("/demandes/nouvelle")
    await page.fill("#family", "Bouvier")
    await page.fill("#given", "Roland")
    await page.get_by_role("radio", name="Homme").check()
    await page.fill("#born_on", "04/07/1938")
    await page.fill("#town", "Autun")
    await page.fill("#reason", "Sortie prévue vendredi, vit seul, ne sort plus depuis l’hiver")
    await page.locator('input[name="urgency"]').last.check()
    await picture(page, "day-hospital-1-request")
    await page.locator("main .form-foot button[type=submit]").click()
    await page.wait_for_url("**/demandes/*-*")
    await expect(page.locator("main")).to_contain_text("Sortie prévue vendredi")
    await picture(page, "day-hospital-2-sent")
