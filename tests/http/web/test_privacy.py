"""The privacy officer's pages: lines and reviews in words, nothing of any record, and nothing for anybody else."""

import re
from collections.abc import Callable

import pytest

from cordee.access import Actor, Gate
from cordee.access.reviews import Subject
from cordee.care.people import Person
from cordee.care.trace import show_accesses
from cordee.store import Database
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village
from tests.integration.care.village import JEANNE

FormKey = Callable[[str], str]

OFFICER = Actor(
    id="officer",
    login="officer",
    name="Solène Arbelot",
    kind="officer",
    role="",
    role_label="Référente vie privée",
    who="Officer/officer",
    keys=(),
    organization="",
    organization_name="Territoire",
)
RECORD = f"/vie-privee/traces/dossier/{JEANNE}"
PAGES = ("/vie-privee", "/vie-privee/traces", RECORD, "/vie-privee/export", "/vie-privee/signalements")


@pytest.fixture
async def officer(gate: Gate, sign_in: SignIn) -> Client:
    """The officer, after the GP read Jeanne's record and a stranger tried."""
    await gate.save_account(OFFICER, is_demo=True)
    await (await sign_in(village.GP)).get(f"/dossiers/{JEANNE}")
    await (await sign_in(village.OTHER_NURSE)).get(f"/dossiers/{JEANNE}")
    return await sign_in("officer")


async def test_the_officer_reads_who_opened_what_and_nothing_of_the_record(officer: Client) -> None:
    home = await officer.get("/", follow_redirects=True)
    assert (home.status_code, str(home.url.path)) == (200, "/vie-privee")
    page = await officer.get("/vie-privee/traces")
    assert page.status_code == 200
    for text in ("Dr Paul Girard", "a lu le dossier", "refusé", "Zoé Ailleurs", f"…{JEANNE[-8:]}"):
        assert text in page.text
    for secret in ("MOREAU", "LAMBERT", "Lambert", "Moreau"):
        assert secret not in page.text
    assert (await officer.get(f"/dossiers/{JEANNE}")).status_code == 404
    assert (await officer.get("/dossiers")).text.count("MOREAU") == 0


async def test_filters_narrow_and_what_cannot_be_read_asks_nothing(officer: Client) -> None:
    refused = (await officer.get("/vie-privee/traces?issue=refusees")).text
    assert "Zoé Ailleurs" in refused
    assert "Dr Paul Girard" not in refused
    assert "Aucune trace ne correspond" in (await officer.get("/vie-privee/traces?au=2020-01-01")).text
    assert "Aucune trace" in (await officer.get("/vie-privee/traces?action=urgences")).text
    assert "Dr Paul Girard" in (await officer.get(f"/vie-privee/traces/personne/{village.GP}")).text
    assert (await officer.get("/vie-privee/traces?du=x&action=x&issue=x&avant=x")).status_code == 200


async def test_a_person_is_found_by_strict_traits_and_the_search_is_in_her_record(
    officer: Client, form_key: FormKey, database: Database
) -> None:
    key = form_key((await officer.get("/vie-privee")).text)
    traits = {"form_id": key, "family": "Lambert", "given": "Jeanne", "born_on": "12/03/1942"}
    found = await officer.post("/vie-privee/personne", data=traits)
    assert (found.status_code, found.headers["location"]) == (303, RECORD)
    for wrong in (
        {"family": "Nobody"},
        {"family": "L"},
        {"given": "J"},
        {"born_on": "13/03/1942"},
        {"born_on": ""},
    ):
        assert (await officer.post("/vie-privee/personne", data=traits | wrong)).status_code == 422
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT who, patient_id FROM trace WHERE action = 'existence' AND patient_id <> ''"
        )
        assert await rows.fetchall() == [(OFFICER.who, JEANNE)]


async def test_a_professional_is_found_by_name(officer: Client, form_key: FormKey) -> None:
    key = form_key((await officer.get("/vie-privee")).text)
    found = await officer.post("/vie-privee/professionnel", data={"form_id": key, "worker": "girard"})
    assert found.status_code == 200
    assert f"/vie-privee/traces/personne/{village.GP}" in found.text
    for wrong in ("", "nobodyatall"):
        answer = await officer.post("/vie-privee/professionnel", data={"form_id": key, "worker": wrong})
        assert answer.status_code == 422


async def test_the_export_is_streamed_and_traced(officer: Client, database: Database) -> None:
    answer = await officer.get("/vie-privee/export?issue=refusees")
    assert answer.headers["content-type"].startswith("text/csv")
    first, *lines = answer.text.splitlines()
    assert first.startswith("ligne,instant,qui")
    assert [line.split(",")[2] for line in lines] == [village.OTHER_NURSE] * len(lines)
    assert lines
    async with database.connection() as connection:
        rows = await connection.execute("SELECT who, detail FROM trace WHERE action = 'trace-export'")
        assert await rows.fetchall() == [(OFFICER.who, "outcome")]


async def test_a_review_is_read_with_its_lines_and_decided(
    officer: Client, gate: Gate, form_key: FormKey, database: Database
) -> None:
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT era || '-' || written_in::text || '-' || key FROM trace WHERE who = %s AND outcome = 'refused'",
            (village.OTHER_NURSE,),
        )
        evidence = tuple(row[0] for row in await rows.fetchall())
    id_ = await gate.reviews.raise_review(
        "refusals", Subject(who=village.OTHER_NURSE, role="nurse"), evidence=(*evidence, "1-1-999"), count=12
    )
    assert "Nombreuses tentatives refusées" in (await officer.get("/vie-privee")).text
    address = f"/vie-privee/signalements/{id_}"
    page = (await officer.get(address)).text
    assert "Zoé Ailleurs" in page
    form = {"form_id": form_key(page), "state": "follow-up", "comment": "Appel prévu demain."}
    assert (await officer.post(address, data=form | {"comment": ""})).status_code == 422
    assert (await officer.post(address, data=form | {"state": "open"})).status_code == 422
    assert (await officer.post(address, data=form)).status_code == 303
    assert "Appel prévu demain." in (await officer.get(address)).text
    assert id_ not in (await officer.get("/vie-privee/signalements")).text
    assert str(id_) in (await officer.get("/vie-privee/signalements?etat=suivis")).text
    assert (await officer.get("/vie-privee/signalements/none")).status_code == 404


async def test_there_is_nothing_here_for_anybody_else(officer: Client, sign_in: SignIn) -> None:
    for who in (village.GP, village.COORDINATOR, village.DAUGHTER, f"Patient/{JEANNE}"):
        client = await sign_in(who)
        for page in (*PAGES, "/vie-privee/signalements/x"):
            assert (await client.get(page)).status_code == 404, (who, page)


async def test_the_person_reads_in_which_role_and_why(officer: Client, gate: Gate, sign_in: SignIn) -> None:
    stranger = (await gate._people.by_login(village.OTHER_NURSE)) and village.actor(village.OTHER_NURSE)
    assert stranger
    door = village.door(gate._repository, village.OTHER_NURSE)
    await door.note(
        "break-glass", patient_id=JEANNE, type_="Patient", reason="urgence", detail="Chute, seule"
    )
    page = (await (await sign_in(f"Patient/{JEANNE}")).get(f"/dossiers/{JEANNE}/acces")).text
    told = re.sub(r"<[^>]*>", "", page)
    for text in ("Dr Paul Girard, médecin", "accès d’urgence", "Chute, seule", "refusé", "Imprimer"):
        assert text in told, (text, told[:3000])
    assert not re.search(r"trace-read|AuditEvent", page)
    gp = await sign_in(village.GP)
    assert (await gp.get(f"/dossiers/{JEANNE}/acces")).status_code in (403, 404)
    assert "/acces" not in (await gp.get(f"/dossiers/{JEANNE}")).text
    chart, found = await show_accesses(village.door(gate._repository), JEANNE)
    assert isinstance(chart.person("system"), Person)
    assert any(one.is_emergency and one.why == "Chute, seule" for one in found.passages)
