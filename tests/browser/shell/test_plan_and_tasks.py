"""The plan and the work lists: accessible in both lights and on a phone; two people on one goal; a live list."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from cordee.care import plan_writing, tasks
from cordee.care.planning.editing import Texts, save_texts
from cordee.care.planning.reviewing import set_goal_outcome
from cordee.care.planning.versions import make_version
from cordee.care.tasks import NewTask
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

TODAY = now().date()
RECORD = f"/dossiers/{village.JEANNE}"
SHEETS = ("/plan/projet", "/plan/objectifs/nouveau", "/plan/revue/faite", "/plan/modele", "/taches/nouvelle")


async def _written(database: Database) -> tuple[str, str]:
    """Write a plan with two versions and some tasks; return a goal and a task."""
    store = Repository(database)
    gp = village.door(store, village.GP)
    texts = Texts(
        project="Rester chez moi et revoir mon jardin au printemps.",
        preferences="Pas de visite avant dix heures.",
        synthesis="Chutes répétées depuis l’été, isolement, fille aidante fatiguée.",
        alert="Appeler la coordination, puis le 15 si elle ne répond pas.",
    )
    await save_texts(gp, village.JEANNE, texts, expected_version=None)
    goal = await plan_writing.add_goal(
        gp, village.JEANNE, text="Marcher jusqu’au jardin", need="Chutes répétées", domain="autonomy",
        due_on=TODAY + timedelta(days=60), form_id=new_id(), measure="Elle y va seule deux fois par semaine",
    )  # fmt: skip
    for rank, (text, kind) in enumerate(
        (("Poser des barres d’appui", "prevent"), ("Séances de marche", "resolve"))
    ):
        await plan_writing.add_action(
            gp, village.JEANNE, text=text, goal_id=goal, owner=village.NURSE, form_id=new_id(), kind=kind,
            due_on=TODAY + timedelta(days=rank * 9 - 6), criterion="Aucune chute en trois mois",
        )  # fmt: skip
    await make_version(gp, village.JEANNE, TODAY, form_id=new_id())
    missed = await plan_writing.add_goal(
        gp,
        village.JEANNE,
        text="Reprendre le club du jeudi",
        need="",
        domain="social",
        due_on=None,
        form_id=new_id(),
    )
    await set_goal_outcome(gp, village.JEANNE, missed, "not-reached", reason="Le club a fermé en septembre.")
    new = NewTask(
        text="Rappeler la pharmacie", owner=village.NURSE, due_on=TODAY, priority="urgent", rule="FREQ=WEEKLY"
    )
    task = await tasks.add_task(gp, village.JEANNE, new, form_id=new_id())
    await tasks.comment(gp, task, "Elle attend le pilulier depuis lundi.")
    await store.close()
    return goal, task


async def test_pages_are_accessible_in_both_lights_and_on_a_phone(
    open_as: OpenAs, database: Database
) -> None:
    _, task = await _written(database)
    for scheme, viewport in (("light", DESKTOP), ("dark", PHONE), ("light", PHONE), ("dark", DESKTOP)):
        page = await open_as(village.NURSE, viewport=viewport, scheme=scheme)
        shot = f"{viewport['width']}-{scheme}"
        await page.goto("/taches")
        await look(page, f"taches-{shot}", full_page=True)
        await page.goto(f"/taches/{task}")
        await look(page, f"tache-{shot}")
        await page.goto(f"{RECORD}/plan")
        await look(page, f"plan-{shot}", full_page=True)
        await page.goto(f"{RECORD}/plan/versions")
        await look(page, f"plan-versions-{shot}", full_page=True)
        if scheme == "light":
            for path in SHEETS:
                await page.goto(f"{RECORD}{path}")
                await look(page, f"plan{path.replace('/', '-')}-{shot}")
        await page.context.close()


async def test_two_people_on_one_goal_lose_nothing(open_as: OpenAs, database: Database) -> None:
    goal, _ = await _written(database)
    gp, nurse = await open_as(village.GP), await open_as(village.NURSE)
    for page in (gp, nurse):
        await page.goto(f"{RECORD}/plan/objectifs/{goal}/modifier")
    await _save(gp, "Marcher jusqu’au jardin sans canne")
    await gp.wait_for_url(lambda url: url.endswith("/plan"))
    await _save(nurse, "Marcher jusqu’à l’église")
    await expect(nurse.locator(".plan-conflict")).to_contain_text("Marcher jusqu’au jardin sans canne")
    await expect(nurse.locator("#text")).to_have_value("Marcher jusqu’à l’église")
    await look(nurse, "plan-conflit-1440-light")
    await _save(nurse, "Marcher sans canne jusqu’à l’église")
    await expect(gp.get_by_role("heading", name="Marcher sans canne jusqu’à l’église")).to_be_visible()


async def test_task_is_done_from_the_keyboard_and_the_list_of_another_refreshes(
    open_as: OpenAs, database: Database
) -> None:
    _, task = await _written(database)
    nurse, gp = await open_as(village.NURSE), await open_as(village.GP)
    await nurse.goto("/taches")
    await gp.goto("/taches?liste=confiees")
    await expect(gp.locator(f"#tache-{task}")).to_be_visible()
    await nurse.locator(f"#tick-{task}").focus()
    await nurse.keyboard.press("Enter")
    await expect(nurse.locator(f"#tache-{task}")).to_have_count(0)
    await expect(gp.locator(f"#tache-{task}")).to_have_count(0)
    await nurse.get_by_role("button", name="Annuler").click()
    await expect(nurse.locator(f"#tache-{task}")).to_be_visible()


async def _save(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Enregistrer").click()
