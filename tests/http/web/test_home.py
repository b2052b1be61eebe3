"""Home and the list of records: what waits for each, and nothing of anybody else."""

import re
from datetime import date

import pytest

from cordee.care import plan_writing
from cordee.fhir.r4 import EpisodeOfCare, Reference
from cordee.store import Database, Repository, system_asker
from tests.http.web.conftest import SignIn
from tests.http.web.counting import statements
from tests.integration.care import village

STATEMENTS_MAX = 17  # lines of the trace are written in groups: as many as reads at worst


async def _give(database: Database, text: str) -> str:
    """Have the GP give the nurse an action of Jeanne's plan, and return its id."""
    repository = Repository(database)
    door = village.door(repository, village.GP)
    task = await plan_writing.add_action(
        door, village.JEANNE, text=text, goal_id="", owner=village.NURSE, due_on=date(2026, 1, 2), form_id=""
    )
    await repository.close()
    return task


async def test_professional_sees_what_moved_and_what_is_late(sign_in: SignIn, database: Database) -> None:
    await _give(database, "Peser chaque matin")
    page = await (await sign_in(village.NURSE)).get("/")
    assert page.status_code == 200
    for text in ("Bonjour Nadia", "Mme Jeanne MOREAU", "Peser chaque matin", "de retard"):
        assert text in page.text


async def test_action_is_ticked_and_taken_back(sign_in: SignIn, database: Database) -> None:
    task = await _give(database, "Peser chaque matin")
    nurse = await sign_in(village.NURSE)
    headers = {"hx-request": "true"}
    done = await nurse.post(f"/aujourd-hui/actions/{task}/faite", headers=headers)
    assert "is-done" in done.text
    assert 'aria-pressed="true"' in done.text
    undone = await nurse.post(f"/aujourd-hui/actions/{task}/a-faire", headers=headers)
    assert "is-done" not in undone.text


async def test_action_of_a_record_that_is_not_mine_is_not_there(sign_in: SignIn, database: Database) -> None:
    task = await _give(database, "Peser chaque matin")
    outsider = await sign_in(village.OTHER_NURSE)
    assert (await outsider.post(f"/aujourd-hui/actions/{task}/faite")).status_code == 404


async def test_home_counts_the_records_a_coordinator_follows_and_those_of_others_circles(
    sign_in: SignIn, database: Database
) -> None:
    followed = EpisodeOfCare(
        id="followed", status="active", patient=Reference(reference="Patient/neighbour-0"),
        careManager=Reference(reference=village.GP),
    )  # fmt: skip
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        for resource in (*village.neighbours(1), followed):
            unit.create(resource)
    await repository.close()
    for who, shown in (
        (village.COORDINATOR, 'href="/dossiers?referent=moi"><b>1</b>'),
        (village.GP, 'href="/dossiers"><b>2</b>'),
        (village.OTHER_NURSE, 'href="/dossiers"><b>0</b>'),
    ):
        assert shown in (await (await sign_in(who)).get("/")).text


async def test_outsider_home_names_nobody(sign_in: SignIn) -> None:
    page = await (await sign_in(village.OTHER_NURSE)).get("/")
    assert "MOREAU" not in page.text
    assert "Rien de neuf pour vous" in page.text


async def test_patient_and_daughter_go_to_the_record(sign_in: SignIn) -> None:
    for who in (f"Patient/{village.JEANNE}", village.DAUGHTER):
        client = await sign_in(who)
        assert (await client.get("/")).headers["location"] == "/mon-espace"
        assert (await client.get("/mon-espace")).headers["location"] == f"/dossiers/{village.JEANNE}"
        assert (await client.get("/dossiers")).headers["location"] == "/mon-espace"


async def test_map_of_the_site_names_what_is_open_to_each_and_nothing_else(sign_in: SignIn) -> None:
    root = f"/dossiers/{village.JEANNE}"
    for who, named, unnamed in (
        (
            f"Patient/{village.JEANNE}",
            (
                "Dans mon dossier",
                f'href="{root}/acces"',
                "Qui a lu",
                "Ce que j’autorise",
                'href="/mon-espace"',
            ),
            ("/chercher", "/pilotage", "Invitations"),
        ),
        (
            village.DAUGHTER,
            ("Mme Jeanne MOREAU", f'href="{root}/cahier"', "Son équipe"),
            ("Qui a lu", "/acces", "/pilotage"),
        ),
        (
            village.COORDINATOR,
            ('href="/pilotage"', 'href="/demandes/nouvelle/courriel"', "Dans chaque dossier", "Accès"),
            ("MOREAU",),
        ),
        (village.SOCIAL, ('href="/chercher"', "Cahier"), ("Mesures", "Accès", "courriel")),
    ):
        client = await sign_in(who)
        page = (await client.get("/plan-du-site")).text
        shown = page[page.index("<main") : page.index("</main>")]
        for words in named:
            assert words in shown, (who, words)
        for words in unnamed:
            assert words not in shown, (who, words)
        for path in set(re.findall(r'href="(/[^"]*)"', shown)):
            assert (await client.get(path)).status_code in {200, 303}, path
        assert '<a href="/plan-du-site">' in (await client.get("/droits")).text


async def test_search_by_name_finds_in_my_circles_only(sign_in: SignIn) -> None:
    gp, outsider = await sign_in(village.GP), await sign_in(village.OTHER_NURSE)
    sent = {"name": "Moréau"}
    assert "Mme Jeanne MOREAU" in (await gp.post("/dossiers/chercher", data=sent)).text
    nothing = await outsider.post("/dossiers/chercher", data=sent)
    assert "Personne de ce nom" in nothing.text
    assert "Jeanne" not in nothing.text


async def test_name_searched_never_stands_in_an_address(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    page = await gp.post("/dossiers/chercher", data={"name": "moreau"})
    assert page.status_code == 200
    assert "=moreau" not in page.text.lower()
    assert (await gp.get("/dossiers/chercher")).headers["location"] == "/dossiers"


async def test_sections_refresh_alone(sign_in: SignIn) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    for section in ("moved", "waiting", "day", "todos"):
        part = await coordinator.get(f"/aujourd-hui/{section}", headers={"hx-request": "true"})
        assert part.status_code == 200
        assert f'id="{section}"' in part.text
        assert "<html" not in part.text
    assert (await coordinator.get("/aujourd-hui/autre")).status_code == 404


async def test_home_costs_the_same_however_many_records_moved(
    sign_in: SignIn, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    assert await statements(coordinator, "/", monkeypatch) <= STATEMENTS_MAX
    repository = Repository(database)
    async with repository.writing(system_asker("test")) as unit:
        for resource in village.neighbours(10):
            unit.create(resource)
    await repository.close()
    assert await statements(coordinator, "/", monkeypatch) <= STATEMENTS_MAX
    text = (await coordinator.get("/")).text
    assert text.split('id="figure-moved"')[1].split("<b>")[1].startswith("11<")
