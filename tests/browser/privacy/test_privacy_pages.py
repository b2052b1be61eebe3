"""The privacy officer at work in a real browser; each page accessible, in both lights, on a phone and at a desk."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.looking import look, watch
from tests.browser.privacy.conftest import OFFICER
from tests.browser.shell.conftest import DESKTOP, PHONE
from tests.integration.care import village

pytestmark = pytest.mark.browser

LOOKS = ((DESKTOP, "light"), (PHONE, "dark"))


async def _opened(browser: Browser, address: str, who: str, viewport: dict[str, int], scheme: str) -> Page:
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


async def test_the_officer_finds_reads_and_decides(happened: str, address: str, browser: Browser) -> None:
    pages = {
        "vie-privee": "/vie-privee",
        "traces": "/vie-privee/traces",
        "traces-dossier": f"/vie-privee/traces/dossier/{village.JEANNE}",
        "signalements": "/vie-privee/signalements",
        "signalement": f"/vie-privee/signalements/{happened}",
    }
    for viewport, scheme in LOOKS:
        page = await _opened(browser, address, OFFICER, viewport, scheme)
        for name, path in pages.items():
            await page.goto(path)
            await look(page, f"{name}-{viewport['width']}-{scheme}")
        await page.context.close()

    page = await _opened(browser, address, OFFICER, DESKTOP, "light")
    await page.get_by_label("Nom de naissance ou d’usage").fill("Lambert")
    await page.get_by_label("Premier prénom").fill("Jeanne")
    await page.get_by_label("Date de naissance").fill("12/03/1942")
    await page.get_by_role("button", name="Voir ses traces").click()
    await page.wait_for_url(f"**/vie-privee/traces/dossier/{village.JEANNE}")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Exporter (CSV)").click()
    assert (await download.value).suggested_filename == "traces.csv"

    await page.goto(f"/vie-privee/signalements/{happened}")
    await page.get_by_role("radio", name="Justifié").check()
    await page.get_by_label("Ce qui la fonde").fill("Remplacement prévu, planning vu.")
    await page.get_by_role("button", name="Enregistrer la décision").click()
    await page.wait_for_url("**/vie-privee/signalements")
    assert "Décision enregistrée." in await page.locator("#notices").inner_text()


async def test_the_person_reads_who_opened_her_record(happened: str, address: str, browser: Browser) -> None:
    for viewport, scheme in LOOKS:
        page = await _opened(browser, address, f"Patient/{village.JEANNE}", viewport, scheme)
        await page.goto(f"/dossiers/{village.JEANNE}/acces")
        await look(page, f"acces-{viewport['width']}-{scheme}")
        text = await page.locator("main").inner_text()
        for words in ("Dr Paul Girard", "accès d’urgence", "Chute, seule à domicile", "refusé"):
            assert words in text
        await page.context.close()
