"""A grid under the thumb: kept at every answer, resumed elsewhere, through a lost network, signed once."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from cordee import territories
from cordee.access import Door
from cordee.care.assessments.shelving import shelve
from cordee.store import Database, Repository
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village
from tests.platform import PLATFORM
from tests.unit.territories.listed_grid import guide_installed, pack_with_grid

pytestmark = pytest.mark.browser
ROOT = f"/dossiers/{village.JEANNE}/evaluations"


async def _begin(page: Page, title: str) -> None:
    await page.goto(ROOT)
    await page.get_by_role("link", name="Nouvelle évaluation").first.click()
    await page.locator("#sheet").get_by_role("button", name=title).click()
    await page.wait_for_url("**/evaluations/*-*")


async def _choose(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=question, exact=True)
    await group.get_by_label(answer).check()


async def test_draft_is_resumed_on_a_phone_and_signed_once(open_as: OpenAs) -> None:
    desk = await open_as(village.NURSE)
    await _begin(desk, "Katz")
    await _choose(desk, "Se laver", "Sans aide")
    await expect(desk.locator("#state")).to_contain_text("5 réponses à donner")
    await expect(desk.locator("[data-kept]")).to_contain_text("Enregistré")

    phone = await open_as(village.NURSE, viewport=PHONE)
    await phone.goto(ROOT)
    await phone.get_by_role("link", name="Ouvrir").first.click()
    await expect(phone.get_by_role("group", name="Se laver").get_by_label("Sans aide")).to_be_checked()
    for question, answer in {
        "S’habiller": "Aide pour les chaussures", "Aller aux toilettes": "Y va, se nettoie",
        "Se lever, se coucher": "Sans aide", "Continence": "Contrôle complet", "Manger": "Sans aide",
    }.items():  # fmt: skip
        await _choose(phone, question, answer)
    await expect(phone.locator("#state")).to_contain_text("5,5/6")
    await expect(phone.locator("#heard")).to_contain_text("Dépendance partielle")
    await look(phone, "evaluation-katz-phone-light")

    await phone.get_by_role("button", name="Signer").dblclick()
    await expect(phone.get_by_text("Signée par Nadia Idrissi")).to_be_visible()
    await phone.goto(ROOT)
    await expect(phone.get_by_text("5,5/6")).to_have_count(1)


async def test_answers_survive_a_lost_network_and_a_closed_page(open_as: OpenAs) -> None:
    page = await open_as(village.NURSE, viewport=PHONE)
    await _begin(page, "Katz")
    await page.context.set_offline(True)
    await _choose(page, "Se laver", "Aide pour une seule")
    await expect(page.locator("[data-kept]")).to_contain_text("Hors connexion")
    await _choose(page, "Manger", "Sans aide")
    await page.context.set_offline(False)
    await expect(page.locator("#state")).to_contain_text("4 réponses à donner", timeout=15_000)
    await page.reload()
    await expect(page.get_by_role("group", name="Manger").get_by_label("Sans aide")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_aggir_reads_well_everywhere(open_as: OpenAs, scheme: str) -> None:
    page = await open_as(village.SOCIAL, viewport=DESKTOP, scheme=scheme)
    await page.goto(ROOT)
    await look(page, f"evaluations-empty-desktop-{scheme}")
    await page.get_by_role("link", name="Nouvelle évaluation").first.click()
    await expect(page.locator("#sheet").get_by_role("button", name="AGGIR")).to_be_visible()
    await look(page, f"evaluations-choose-desktop-{scheme}")
    await page.locator("#sheet").get_by_role("button", name="AGGIR").click()
    await page.wait_for_url("**/evaluations/*-*")
    count = await page.get_by_label("A · fait seul").count()
    for rank in range(count):
        await page.get_by_label("A · fait seul").nth(rank).check()
    await page.get_by_role("group", name="Toilette du bas").get_by_label("B · en partie").check()
    await page.get_by_role("group", name="Ce qui manque").get_by_label("Totalement").check()
    await expect(page.locator("#state")).to_contain_text("GIR 5")
    await expect(page.locator("[data-kept]")).to_contain_text("Enregistré")
    await look(page, f"evaluation-aggir-desktop-{scheme}")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await page.get_by_role("group", name="Toilette du bas").scroll_into_view_if_needed()
    await look(page, f"evaluation-aggir-phone-{scheme}")
    await page.get_by_role("button", name="Signer").click()
    await expect(page.get_by_text("Signée par Amélie Sauvage")).to_be_visible()
    await page.locator(".notice-close").click()
    await look(page, f"evaluation-signed-phone-{scheme}")
    await page.goto(ROOT)
    await expect(page.get_by_text("GIR 5").first).to_be_visible()
    await look(page, f"evaluations-list-phone-{scheme}")
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await page.get_by_role("link", name="Lire").click()
    await page.get_by_role("link", name="Suivi").click()
    await expect(page.get_by_role("cell", name="GIR 5").first).to_be_visible()
    await look(page, f"evaluations-over-time-desktop-{scheme}")


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)])
async def test_choices_of_lists_and_one_that_is_missing(
    open_as: OpenAs, database: Database, tmp_path: Path, scheme: str, viewport: dict[str, int]
) -> None:
    with guide_installed():  # here, not in the server: there the guide was taken away
        found = territories.grids(pack_with_grid(tmp_path))
    await shelve(Door(Repository(database), PLATFORM, None), found)
    page = await open_as(village.NURSE, viewport=viewport, scheme=scheme)
    await _begin(page, "Marche et aides")
    await _choose(page, "Comment marche-t-il ?", "Avec une canne")
    await expect(page.get_by_label("Depuis quand")).to_be_visible()
    await page.get_by_role("group", name="Quelles pièces").get_by_label("Lieu 2", exact=True).check()
    await page.get_by_label("Autre, en quelques mots").fill("Au jardin")
    await expect(page.get_by_label("Où tombe-t-il")).to_have_value("autre:")
    await expect(page.locator("#state")).to_contain_text("1/2")
    await expect(page.get_by_text("ne peut pas être proposée")).to_be_visible()
    await expect(page.locator("[data-kept]")).to_contain_text("Enregistré")
    await page.get_by_text("Source et licence").scroll_into_view_if_needed()
    await look(
        page, f"evaluation-lists-{'phone' if viewport is PHONE else 'desktop'}-{scheme}", full_page=True
    )
    await page.reload()
    await expect(page.get_by_label("Autre, en quelques mots")).to_have_value("Au jardin")
