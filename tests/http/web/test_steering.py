"""The dashboard of a team, its lists and its files; filters kept by name. Nothing beyond the asker's circles."""

import re
from collections.abc import Callable

import pytest

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, Patient, Reference
from cordee.store import Database, Repository
from tests.http.web.conftest import Client, SignIn
from tests.http.web.counting import statements
from tests.integration.care import village
from tests.platform import PLATFORM

FormKey = Callable[[str], str]
ASKED = {
    "family": "=Rollin",
    "given": "Odette",
    "reason": "Seule",
    "urgency": "urgent",
    "kind": "orientation",
}


@pytest.fixture
async def themed(database: Database) -> None:
    """Jeanne's record with a theme."""
    repository = Repository(database)
    async with repository.writing(PLATFORM) as unit:
        stored: EpisodeOfCare = (await repository.read(PLATFORM, "EpisodeOfCare", "episode")).resource
        stored.type = [concept(systems.THEME, "frailty", "Fragilité")]
        unit.update(stored)
    await repository.close()


async def test_dashboard_counts_my_team_and_links_each_number(sign_in: SignIn, themed: None) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    await coordinator.post("/demandes/nouvelle", data=ASKED)
    page = (await coordinator.get("/pilotage")).text
    for link in (
        "/demandes?age=today",
        "/dossiers?theme=frailty",
        "/dossiers/par/coordinator-bonnot",
        "/taches",
    ):
        assert link in page
    assert re.search(r'href="/dossiers\?theme=frailty">1<', page)
    assert "Fragilité" in page
    assert "MOREAU" in (await coordinator.get("/dossiers?theme=frailty")).text
    assert "MOREAU" in (await coordinator.get("/dossiers?referent=moi")).text
    assert "MOREAU" in (await coordinator.get("/dossiers/par/coordinator-bonnot")).text
    assert "Aucun dossier ne correspond" in (await coordinator.get("/dossiers?theme=cancer")).text
    assert "ROLLIN" in (await coordinator.get("/demandes?age=today")).text
    assert "ROLLIN" not in (await coordinator.get("/demandes?age=older")).text


async def test_nothing_is_counted_outside_my_circles(sign_in: SignIn, themed: None) -> None:
    outsider, gp = await sign_in(village.OTHER_NURSE), await sign_in(village.GP)
    assert "Fragilité" not in (await outsider.get("/pilotage")).text
    assert "MOREAU" not in (await outsider.get("/dossiers?theme=frailty")).text
    assert "MOREAU" not in (await outsider.get("/pilotage/dossiers.csv")).text
    assert "Fragilité" in (await gp.get("/pilotage")).text
    assert (await gp.get("/pilotage/demandes.csv")).status_code == 404
    daughter = await sign_in(village.DAUGHTER)
    assert (await daughter.get("/pilotage")).status_code == 404


async def test_file_holds_what_i_see_and_is_traced(sign_in: SignIn, themed: None, database: Database) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    await coordinator.post("/demandes/nouvelle", data=ASKED)
    records = await coordinator.get("/pilotage/dossiers.csv")
    assert records.headers["content-type"] == "text/csv; charset=utf-8"
    assert records.headers["cache-control"] == "no-store"
    assert '"MOREAU";"Jeanne";"LAMBERT";"12/03/1942";"Autun";"Fragilité";"Claire Bonnot"' in records.text
    requests = await coordinator.get("/pilotage/demandes.csv")
    assert '"Odette =ROLLIN"' in requests.text
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT detail, count FROM trace WHERE action = 'export' ORDER BY key"
        )
        assert await rows.fetchall() == [("csv, dossiers", 1), ("csv, demandes", 1)]


async def test_filter_is_kept_by_name_found_again_and_removed(sign_in: SignIn, form_key: FormKey) -> None:
    coordinator, gp = await sign_in(village.COORDINATOR), await sign_in(village.GP)
    page = (await coordinator.get("/demandes?vue=urgentes&nature=orientation")).text
    criteria = re.search(r'name="criteria" value="([^"]+)"', page)
    assert criteria
    sent = {
        "form_id": re.findall(r'name="form_id" value="([^"]+)"', page)[0],
        "list": "requests",
        "criteria": criteria[1].replace("&amp;", "&"),
        "name": "Orientations pressées",
    }
    kept = await coordinator.post("/filtres", data=sent)
    assert kept.headers["location"] == "/demandes?nature=orientation&vue=urgentes"
    again = await coordinator.post("/filtres", data=sent)
    assert again.status_code == 303
    board = (await coordinator.get("/demandes")).text
    assert board.count("Orientations pressées") == 1
    assert "Orientations pressées" not in (await gp.get("/demandes")).text
    assert (await gp.post(f"/filtres/{sent['form_id']}/retirer")).status_code == 404
    assert (await coordinator.post(f"/filtres/{sent['form_id']}/retirer")).status_code == 303
    assert "Orientations pressées" not in (await coordinator.get("/demandes")).text
    bad = await coordinator.post("/filtres", data=sent | {"criteria": "who=Moreau"})
    assert bad.status_code == 404


async def test_closed_records_are_shown_on_request_alone(
    sign_in: SignIn, themed: None, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, outsider = await sign_in(village.COORDINATOR), await sign_in(village.OTHER_NURSE)
    lists = ("/dossiers", "/dossiers?theme=frailty", "/dossiers/par/coordinator-bonnot")
    asked = ("/dossiers?etat=clos", "/dossiers?etat=clos&theme=frailty", "/dossiers?etat=clos&referent=moi")
    costs = [
        await statements(coordinator, path, monkeypatch) for path in ("/dossiers", "/dossiers?etat=clos")
    ]

    async def shown(client: Client, *paths: str) -> set[bool]:
        return {"MOREAU" in (await client.get(path)).text for path in paths}

    async def turn(*statuses: str) -> None:
        repository = Repository(database)
        async with repository.writing(PLATFORM) as unit:
            for number, status in enumerate(statuses):
                id_ = f"episode{number or ''}"
                one = EpisodeOfCare(
                    id=id_, status=status, patient=Reference(reference=f"Patient/{village.JEANNE}"),
                    type=[concept(systems.THEME, "frailty", "Fragilité")],
                    careManager=Reference(reference=village.COORDINATOR, display="Claire Bonnot"),
                )  # fmt: skip
                unit.update(one) if id_ == "episode" else unit.create(one)
        await repository.close()

    assert await shown(coordinator, *lists) == {True}
    assert await shown(coordinator, *asked) == {False}
    await turn("finished")
    assert await shown(coordinator, *lists, "/pilotage/dossiers.csv") == {False}
    assert await shown(coordinator, *asked, "/dossiers?etat=tous", "/dossiers?etat=tous&theme=frailty") == {
        True
    }
    assert "1 dossier clos<" in (await coordinator.get("/dossiers?etat=clos")).text
    assert "Garder ce filtre" in (await coordinator.get("/dossiers?etat=clos")).text
    named = (await coordinator.post("/dossiers/chercher", data={"name": "moreau"})).text
    assert ">Clos</span>" in named
    assert await shown(outsider, *asked) == {False}
    assert await statements(coordinator, "/dossiers", monkeypatch) <= costs[0]
    assert await statements(coordinator, "/dossiers?etat=clos", monkeypatch) <= costs[1]
    await turn("finished", "onhold")  # opened again, and suspended
    assert await shown(coordinator, "/dossiers") == {True}
    assert await shown(coordinator, *asked) == {False}


async def test_cost_of_the_dashboard_does_not_grow_with_the_records(
    sign_in: SignIn, themed: None, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    asked: list[int] = []
    connection_of = Database.connection

    def counted(self: Database, *arguments: object, **options: object) -> object:
        asked.append(1)
        return connection_of(self, *arguments, **options)  # type: ignore[arg-type]

    async def cost() -> int:
        asked.clear()
        assert (await coordinator.get("/pilotage")).status_code == 200
        return len(asked)

    await coordinator.get("/pilotage")
    monkeypatch.setattr(Database, "connection", counted)
    few = await cost()
    repository = Repository(database)
    async with repository.writing(PLATFORM) as unit:
        for number in range(20):
            unit.create(Patient(id=f"p{number}"))
            team = village.record()[2]
            team.id, team.subject = f"t{number}", Reference(reference=f"Patient/p{number}")  # type: ignore[attr-defined]
            unit.create(team)
            unit.create(EpisodeOfCare(id=f"e{number}", status="active", patient=team.subject))  # type: ignore[attr-defined]
    await repository.close()
    assert await cost() == few
    assert "21</b>" in (await coordinator.get("/pilotage")).text
