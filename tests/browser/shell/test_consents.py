"""What the person allows, in a browser: noted in three taps, stopped with one, asked for, decided by a guardian."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from cordee.jobs import Jobs
from cordee.kernel.settings import Settings
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.browser.shell.test_looks import NARROW
from tests.integration.care import village

pytestmark = pytest.mark.browser

ROOT = f"/dossiers/{village.JEANNE}"
PERSON = f"Patient/{village.JEANNE}"
LIVE_MS = 15_000
FOR_COORDINATION = {
    "cercle": f"{ROOT}/cercle",
    "consentement": f"{ROOT}/consentement",
    "information": f"{ROOT}/consentement/information",
    "accord": f"{ROOT}/consentement/accord",
    "refus": f"{ROOT}/consentement/refus",
    "ajouter": f"{ROOT}/cercle/professionnel?q=ailleurs",
    "proche": f"{ROOT}/cercle/proche",
    "depart": f"{ROOT}/cercle/{village.GP}/depart",
    "rejoindre": "/dossiers/rejoindre",
    "envoyee": "/dossiers/rejoindre/envoyee",
}
FOR_THE_PERSON = {
    "mon-equipe": f"{ROOT}/cercle",
    "j-autorise": f"{ROOT}/consentement",
    "ne-plus-montrer": f"{ROOT}/consentement/refus",
}
WAYS = [(NARROW, "light"), (DESKTOP, "dark")]


async def looked_at(page: Page, pages: dict[str, str], name: str) -> None:
    for part, path in pages.items():
        await page.goto(path)
        await look(page, f"{part}-{name}", full_page=True)


async def send(page: Page, button: str) -> None:
    await page.locator("#sheet").get_by_role("button", name=button).click()
    await expect(page.locator("#sheet")).to_be_hidden()


async def test_pages_of_circle_and_consent_are_accessible_in_both_lights_and_two_widths(
    open_as: OpenAs,
) -> None:
    for viewport, scheme in WAYS:
        for who, pages in ((village.COORDINATOR, FOR_COORDINATION), (PERSON, FOR_THE_PERSON)):
            page = await open_as(who, viewport=viewport, scheme=scheme)
            await looked_at(page, pages, f"{viewport['width']}-{scheme}")
            await page.context.close()


async def test_story_of_a_consent(open_as: OpenAs, database_url: str, tmp_path: Path) -> None:
    async def jobs() -> None:
        for _ in range(2):
            await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()

    claire, jeanne, nurse, other = [
        await open_as(who) for who in (village.COORDINATOR, PERSON, village.NURSE, village.OTHER_NURSE)
    ]
    # Three taps: the page, the form, its button.
    await claire.goto(ROOT)
    await claire.get_by_role("link", name="Information à donner").click()
    await claire.get_by_role("link", name="Information donnée").click()
    await send(claire, "Enregistrer")
    await expect(claire.locator("main")).to_contain_text("ne s’oppose pas au partage")
    await expect(claire.locator("#bandeau")).to_contain_text("Information donnée")

    # The person stops a member: the page that is open there closes by itself.
    await nurse.goto(f"{ROOT}/cahier")
    await jeanne.goto(f"{ROOT}/consentement")
    await jeanne.get_by_role("button", name="Arrêter de montrer le dossier à Nadia Idrissi").click()
    await expect(jeanne.locator("main")).to_contain_text("Refuse que Nadia Idrissi voie le dossier")
    await expect(nurse.locator("#bandeau")).to_have_count(0, timeout=LIVE_MS)
    await jobs()
    await expect(jeanne.locator("main")).not_to_contain_text("Infirmière", timeout=LIVE_MS)
    await jeanne.locator(".toast, .notice").get_by_role("button", name="Annuler").click()
    await jobs()
    await nurse.goto(f"{ROOT}/cahier")
    await expect(nurse.locator("#bandeau")).to_have_count(1)

    # A professional asks, learns nothing, and is let in.
    await other.goto("/dossiers/rejoindre")
    for name, value in (
        ("family", "LAMBERT"),
        ("given", "Jeanne"),
        ("born_on", "12/03/1942"),
        ("words", "Soins"),
    ):
        await other.fill(f"#{name}", value)
    await other.get_by_role("radio", name="Féminin").check()
    await other.get_by_role("button", name="Envoyer la demande").click()
    await expect(other.locator("main")).to_contain_text("nous ne disons pas lequel")
    await jobs()
    await jeanne.goto(f"{ROOT}/cercle")
    await jeanne.get_by_role("link", name="Répondre").click()
    await jeanne.locator("#sheet").get_by_role("radio", name="Oui").check()
    await send(jeanne, "Répondre")
    await jobs()
    await expect(jeanne.locator("main")).to_contain_text("Zoé Ailleurs", timeout=LIVE_MS)
    await other.goto(ROOT)
    await expect(other.locator("#bandeau")).to_contain_text("Jeanne MOREAU")

    # A guardian added to the circle decides as she would.
    await claire.goto(f"{ROOT}/cercle/proche")
    for name, value in (("given", "Luc"), ("family", "Moreau"), ("relation", "son fils")):
        await claire.fill(f"#{name}", value)
    await expect(claire.get_by_role("radio", name="Tutelle")).to_be_hidden()
    await claire.get_by_role("radio", name="représentant légal", exact=True).check()
    await claire.get_by_role("radio", name="Tutelle").check()
    await claire.get_by_role("button", name="Ajouter au cercle").click()
    await expect(claire.locator("main")).to_contain_text("Luc MOREAU")
    id_ = await claire.locator('a[href*="/cercle/RelatedPerson/"]').evaluate_all(
        "all => all.map(a => a.href)"
    )
    added = next(one for one in id_ if "sophie" not in one).split("RelatedPerson/")[1].split("/")[0]
    luc = await open_as(f"proche-{added}", viewport=PHONE)
    await luc.goto(f"{ROOT}/consentement")
    await luc.get_by_role("button", name="Arrêter de montrer le dossier à Amélie Sauvage").click()
    await expect(luc.locator("main")).to_contain_text("Refuse que Amélie Sauvage voie le dossier")
