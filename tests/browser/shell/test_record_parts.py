"""The synthesis, the medical and social parts, the life of a record: looked at in both lights, desk and phone."""

import pytest

from cordee.care.sections import acts
from cordee.care.sections.parts import PARTS, kind_named
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.browser.looking import look
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
