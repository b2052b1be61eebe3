"""« Tâches »: each list to who may see it, each act of one tap and its way back, and the forms."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.care import tasks
from cordee.care.tasks import NewTask
from cordee.care.wall_clock import today_in
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.http.web.conftest import SignIn
from tests.http.web.counting import statements
from tests.integration.care import village

PARTIAL = {"hx-request": "true"}
TODAY = today_in(ZoneInfo("Europe/Paris"), now())


async def _give(database: Database, text: str, to: str = village.NURSE, days: int = 0) -> str:
    """Have the GP give somebody a task about Jeanne, and return its id."""
    repository = Repository(database)
    new = NewTask(text=text, owner=to, due_on=TODAY + timedelta(days=days))
    task = await tasks.add_task(village.door(repository, village.GP), village.JEANNE, new, form_id=new_id())
    await repository.close()
    return task


async def test_lists_show_what_each_may_see(sign_in: SignIn, database: Database) -> None:
    await _give(database, "Peser chaque matin", days=-3)
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    mine = await nurse.get("/taches")
    assert mine.status_code == 200
    for text in ("Peser chaque matin", "En retard", "3&nbsp;j de retard", "Mme Jeanne MOREAU", "Accepter"):
        assert text in mine.text
    assert "Peser chaque matin" not in (await gp.get("/taches")).text
    assert "Peser chaque matin" in (await gp.get("/taches?liste=confiees")).text
    assert "Peser chaque matin" in (await nurse.get("/taches?vue=retard")).text
    assert "Peser chaque matin" not in (await nurse.get("/taches?vue=semaine")).text
    assert (
        "Peser chaque matin" in (await (await sign_in(village.COORDINATOR)).get("/taches?liste=equipe")).text
    )
    assert "Peser" not in (await (await sign_in(village.OTHER_NURSE)).get("/taches?liste=equipe")).text
    assert (await (await sign_in(village.DAUGHTER)).get("/taches")).status_code == 303


async def test_acts_of_one_tap_go_there_and_back(sign_in: SignIn, database: Database) -> None:
    task = await _give(database, "Peser chaque matin")
    nurse = await sign_in(village.NURSE)
    for act in ("accepter", "commencer", "faite", "reprendre", "reporter-7", "abandonner", "retablir"):
        answer = await nurse.post(f"/taches/{task}/{act}", headers=PARTIAL)
        assert answer.status_code in {200, 204}, (act, answer.text)
    assert (await nurse.post(f"/taches/{task}/inconnu")).status_code == 404
    assert (await nurse.post(f"/taches/{task}/faite")).headers["location"] == "/taches"
    assert "Peser chaque matin" in (await nurse.get("/taches?vue=faites")).text
    outsider = await sign_in(village.OTHER_NURSE)
    assert (await outsider.post(f"/taches/{task}/reprendre")).status_code == 404
    assert (await outsider.get(f"/taches/{task}")).status_code == 404


async def test_task_is_refused_given_again_commented_and_changed(sign_in: SignIn, database: Database) -> None:
    task = await _give(database, "Peser chaque matin")
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    assert (await nurse.post(f"/taches/{task}/refuser", data={})).status_code == 422
    refused = await nurse.post(
        f"/taches/{task}/refuser", data={"reason": "not-mine", "words": "Voir le médecin"}
    )
    assert refused.status_code == 303
    assert "refusée : ce n’est pas de mon ressort" in (await gp.get("/taches")).text
    sheet = await gp.get(f"/taches/{task}", headers=PARTIAL)
    assert "Voir le médecin" in sheet.text
    form = await gp.get(f"/taches/{task}/confier")
    assert "Amélie Sauvage" in form.text
    assert "Zoé Ailleurs" not in form.text
    assert (await gp.post(f"/taches/{task}/confier", data={"owner": village.OTHER_NURSE})).status_code == 422
    assert (await gp.post(f"/taches/{task}/confier", data={"owner": village.SOCIAL})).status_code == 303
    social = await sign_in(village.SOCIAL)
    said = await social.post(f"/taches/{task}/commentaires", data={"text": "Je m’en occupe"}, headers=PARTIAL)
    assert "Je m’en occupe" in said.text
    assert "Confiée à Amélie Sauvage" in said.text
    changed = {"due": "12/03/2031", "priority": "urgent", "rule": "FREQ=WEEKLY"}
    assert (await social.post(f"/taches/{task}/modifier", data=changed)).status_code == 303
    page = (await social.get("/taches")).text
    assert "toutes les semaines" in page
    assert "urgent" in page


@pytest.mark.parametrize("goal", [False, True])
async def test_task_added_in_a_record_is_there_once(sign_in: SignIn, goal: bool) -> None:
    gp = await sign_in(village.GP)
    root = f"/dossiers/{village.JEANNE}"
    if goal:
        target = {"text": "Remarcher", "domain": "autonomy", "need": "Chutes"}
        assert (await gp.post(f"{root}/plan/objectifs/nouveau", data=target)).status_code == 303
    path, title, submit = (
        ("plan/actions/nouvelle", "Nouvelle action", "Ajouter l’action")
        if goal
        else ("taches/nouvelle", "Nouvelle tâche", "Ajouter la tâche")
    )
    page = (await gp.get(f"{root}/{path}")).text
    assert ("Remarcher" in page) is goal
    assert f"<title>{title} ·" in page
    assert f"<span>{submit}</span>" in page
    data = {
        "text": "Appeler la fille",
        "owner": village.NURSE,
        "due": "",
        "form_id": new_id(),
        "priority": "routine",
    }
    if goal:
        data["goal"] = page.split('name="goal"')[1].split('<option value="')[2].split('"')[0]
    for _ in range(2):
        assert (await gp.post(f"{root}/{path}", data=data)).status_code == 303
    nurse = await sign_in(village.NURSE)
    assert (await nurse.get("/taches")).text.count("duty-name") == 1


async def test_lists_cost_the_same_however_many_tasks(
    sign_in: SignIn, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = await sign_in(village.NURSE)
    await _give(database, "Première")
    few = await statements(nurse, "/taches?liste=equipe", monkeypatch)
    for rank in range(35):
        await _give(database, f"Tâche {rank}", days=rank)
    assert await statements(nurse, "/taches?liste=equipe", monkeypatch) == few
    assert "Voir plus" in (await nurse.get("/taches")).text
