"""The synthesis, the medical and social parts, the life of a record: looked at in both lights, desk and phone."""

import pytest
from playwright.async_api import expect

from cordee.care.sections import acts
from cordee.care.sections.parts import PARTS, kind_named
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.browser.looking import keep, look, violations
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village
from tests.integration.care.test_sections import GIVEN

pytestmark = pytest.mark.browser

ROOT = f"/dossiers/{village.JEANNE}"
PAGES = {"synthese": "", "sante": "/sante", "situation": "/social", "dossier": "/dossier"}
SHEETS = {
    "traitement": "/sante/traitement/nouveau",
    "allergie": "/sante/allergie/nouveau",
    "droit": "/social/droit/nouveau",
    "clore": "/dossier/clore",
    "themes": "/dossier/themes",
}


SMALL_DESKTOP = {"width": 1280, "height": 800}
WIDE = {"width": 1900, "height": 900}
PARTS_SHOWN = 13


async def _fill(database: Database) -> None:
    store = Repository(database)
    gp = village.door(store, village.GP)
    for part, kinds in PARTS.items():
        for kind in kinds:
            await acts.add(
                gp, village.JEANNE, kind_named(part, kind.slug), GIVEN[kind.slug], form_id=new_id()
            )
    await store.close()


async def test_parts_of_a_record_look_right_and_are_accessible(open_as: OpenAs, database: Database) -> None:
    page = await open_as(village.COORDINATOR)
    for name, path in (("sante", "/sante"), ("situation", "/social")):
        await page.goto(f"{ROOT}{path}")
        await look(page, f"{name}-vide-1440-light", full_page=True)
    await _fill(database)
    for viewport, scheme in ((DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")):
        page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
        for name, path in PAGES.items():
            await page.goto(f"{ROOT}{path}")
            await look(page, f"{name}-{viewport['width']}-{scheme}", full_page=True)
    page = await open_as(village.COORDINATOR, viewport=PHONE)
    for name, path in SHEETS.items():
        await page.goto(f"{ROOT}{path}")
        await look(page, f"feuille-{name}-390-light", full_page=True)


async def test_parts_that_do_not_fit_lie_behind_plus(open_as: OpenAs) -> None:
    for viewport, scheme in (
        (SMALL_DESKTOP, "light"), (SMALL_DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark"),
    ):  # fmt: skip
        page = await open_as(village.COORDINATOR, viewport=viewport, scheme=scheme)
        strip = page.get_by_role("navigation", name="Parties du dossier")
        plus = strip.locator("summary")
        await page.goto(f"{ROOT}/cercle")
        await expect(plus).to_be_visible()
        assert await strip.evaluate("one => one.scrollWidth <= one.clientWidth")
        seen = await strip.get_by_role("link").all_inner_texts()
        assert seen[0] == "Synthèse"
        assert "Accès" not in seen
        await plus.focus()
        await page.keyboard.press("Enter")
        await expect(strip.get_by_role("link")).to_have_count(PARTS_SHOWN)
        await keep(page, f"parties-{viewport['width']}-{scheme}")
        # what the open list covers in part is no target meanwhile
        assert [one for one in await violations(page) if not one.startswith("target-size")] == []
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('.tabs-more ul') !== null")
        await page.keyboard.press("Escape")
        await expect(plus).to_be_focused()
        await expect(strip.get_by_role("link", name="Accès")).to_be_hidden()
        await plus.click()
        await strip.get_by_role("link", name="Accès").click()
        await page.wait_for_url(lambda url: url.endswith("/acces"))
        here = strip.locator(":scope > ul > li > [aria-current=page]")
        await expect(here).to_have_text("Accès")
        await expect(here).to_be_in_viewport()
        await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        await look(page, f"parties-1440-{scheme}")
        assert await strip.evaluate("one => one.scrollWidth <= one.clientWidth")
        await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        await expect(plus).to_be_hidden()
        await expect(strip.get_by_role("link")).to_have_count(PARTS_SHOWN)
        await page.context.close()
