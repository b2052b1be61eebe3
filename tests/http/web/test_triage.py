"""Sorting requests: taken, handed over, qualified, paused, answered, joined; every step stays readable."""

from collections.abc import Callable
from io import BytesIO

import httpx
import pikepdf

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import PractitionerRole, Reference
from cordee.store import Database, Repository
from tests.http.web.conftest import SignIn
from tests.http.web.test_requests import ASKED
from tests.integration.care import village
from tests.platform import PLATFORM

FormKey = Callable[[str], str]
COLLEAGUE = "PractitionerRole/coordinator-martin"
TAKEN_DOWN = ASKED | {
    "origin": "phone",
    "caller": "Mme Petit, voisine",
    "caller_phone": "03 85 00 00 99",
    "caller_email": "petit@voisine.example",
    "consent": "agrees",
    "kind": "orientation",
    "theme": "frailty",
}


async def _taken_down(client: httpx.AsyncClient, form_key: FormKey, **changes: str) -> str:
    page = await client.get("/demandes/nouvelle")
    sent = TAKEN_DOWN | {"form_id": form_key(page.text)} | changes
    answer = await client.post("/demandes/nouvelle", data=sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def _colleague(database: Database) -> None:
    repository = Repository(database)
    async with repository.writing(PLATFORM) as unit:
        unit.create(
            PractitionerRole(
                id="coordinator-martin",
                practitioner=Reference(reference="Practitioner/p-martin", display="Luc Martin"),
                organization=Reference(reference=village.DAC),
                code=[concept(systems.ROLE, "coordinator", "Coordinateur")],
            )
        )
    await repository.close()


async def test_call_is_taken_down_with_who_asks_and_what_the_person_thinks(
    sign_in: SignIn, form_key: FormKey
) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    page = (await coordinator.get(await _taken_down(coordinator, form_key))).text
    for text in ("Mme Petit, voisine", "03 85 00 00 99", "La personne est d’accord", "Orientation", "D-"):
        assert text in page
    board = (await coordinator.get("/demandes")).text
    assert "À prendre <b>1</b>" in board
    assert "Les miennes <b>0</b>" in board
    assert "Mme Odette ROLLIN" in board


async def test_request_is_worked_on_and_each_step_is_told(
    sign_in: SignIn, form_key: FormKey, database: Database
) -> None:
    await _colleague(database)
    coordinator = await sign_in(village.COORDINATOR)
    address = await _taken_down(coordinator, form_key)
    assert (await coordinator.post(f"{address}/prendre")).status_code == 303
    mine = (await coordinator.get("/demandes?vue=miennes")).text
    for text in ("Vous", "À prendre <b>0</b>", "Les miennes <b>1</b>"):
        assert text in mine
    sent = {
        "kind": "information",
        "urgency": "routine",
        "theme": "cancer",
        "comment": "La fille rappelle demain.",
    }
    assert (await coordinator.post(f"{address}/qualifier", data=sent)).status_code == 303
    waits = {"words": "le compte rendu du service"}
    assert (await coordinator.post(f"{address}/attendre", data=waits)).status_code == 303
    assert "le compte rendu du service" in (await coordinator.get("/demandes")).text
    assert (await coordinator.post(f"{address}/reprendre")).status_code == 303
    handed = {"colleague": COLLEAGUE, "words": "À toi, merci."}
    assert (await coordinator.post(f"{address}/confier", data=handed)).status_code == 303
    page = (await coordinator.get(address)).text
    told = page[page.index("Ce qui a été fait") :]
    steps = ("Confiée à Luc Martin", "En attente d’éléments", "Qualifiée", "Demande reçue")
    assert [told.index(step) for step in steps] == sorted(told.index(step) for step in steps)
    assert "La fille rappelle demain." in told
    assert "Luc Martin" in (await coordinator.get("/demandes/par/coordinator-martin")).text
    assert "ROLLIN" not in (await coordinator.get("/demandes?vue=miennes")).text
    assert "ROLLIN" in (await coordinator.get("/demandes?nature=information&theme=cancer")).text
    assert "ROLLIN" not in (await coordinator.get("/demandes?nature=orientation")).text


async def test_answer_sends_to_a_structure_and_makes_a_letter(sign_in: SignIn, form_key: FormKey) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    address = await _taken_down(coordinator, form_key)
    assert (await coordinator.get(f"{address}/courrier.pdf")).status_code == 404
    without = await coordinator.post(f"{address}/refuser", data={"reason": "redirected"})
    assert without.status_code == 422
    found = await coordinator.post(
        f"{address}/refuser/structures", data={"place": "dac"}, headers={"hx-request": "true"}
    )
    assert 'value="Organization/dac"' in found.text
    sent = {
        "reason": "redirected",
        "structure": "Organization/dac",
        "answer": "Ils vous rappellent.",
        "tells": "yes",
    }
    assert (await coordinator.post(f"{address}/refuser", data=sent)).status_code == 303
    page = (await coordinator.get(address)).text
    assert "Orientée vers une structure plus adaptée" in page
    assert "DAC 71 Nord" in page
    letter = await coordinator.get(f"{address}/courrier.pdf")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.headers["cache-control"] == "no-store"
    with pikepdf.open(BytesIO(letter.content)) as pdf:
        assert pdf.Root.Lang == "fr-FR"
        assert pdf.Root.MarkInfo.Marked
    listed = (await coordinator.get("/demandes?etat=refusees")).text
    assert "ROLLIN" in listed
    assert (await coordinator.post(f"{address}/rouvrir")).status_code == 303
    assert "Demande rouverte" in (await coordinator.get(address)).text


async def test_request_joins_a_record_and_its_requester_learns_nothing_of_it(
    sign_in: SignIn, form_key: FormKey
) -> None:
    coordinator, outsider = await sign_in(village.COORDINATOR), await sign_in(village.OTHER_NURSE)
    same = {"family": "Lambert", "given": "Jeanne", "born_on": "12/03/1942"}
    page = await outsider.get("/demandes/nouvelle")
    sent = ASKED | same | {"form_id": form_key(page.text)}
    address = (await outsider.post("/demandes/nouvelle", data=sent)).headers["location"]
    seen = (await coordinator.get(address)).text
    assert "mêmes nom, prénom et naissance" in seen
    assert (await outsider.post(f"{address}/joindre/{village.JEANNE}")).status_code == 404
    joined = await coordinator.post(f"{address}/joindre/{village.JEANNE}")
    assert joined.headers["location"] == f"/dossiers/{village.JEANNE}"
    told = (await outsider.get(address)).text
    assert "Demande acceptée" in told
    assert village.JEANNE not in told
    assert "MOREAU" not in told
    assert (await outsider.get(f"/dossiers/{village.JEANNE}")).status_code == 404


async def test_pasted_message_fills_the_form_and_keeps_nothing(sign_in: SignIn) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    mail = "De : Sophie Petit <s.petit@ville.example>\nObjet : RE: aide pour ma mère\n\nElle est tombée. 06 11 22 33 44"
    page = (await coordinator.post("/demandes/nouvelle/courriel", data={"mail": mail})).text
    for text in (
        'value="Sophie Petit"',
        'value="s.petit@ville.example"',
        'value="aide pour ma mère"',
        "Elle est tombée.",
    ):
        assert text in page
    assert "06 11 22 33 44" in page
    assert "RE:" not in page


async def test_request_born_of_a_contextual_call_says_so(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    page = await gp.get("/demandes/nouvelle?voie=logiciel")
    assert 'value="contextual-call"' in page.text
    sent = ASKED | {"form_id": form_key(page.text), "origin": "contextual-call"}
    address = (await gp.post("/demandes/nouvelle", data=sent)).headers["location"]
    assert "appel d’un logiciel" in (await gp.get(address)).text


async def test_acts_of_the_board_are_for_coordination_only(sign_in: SignIn, form_key: FormKey) -> None:
    coordinator, gp = await sign_in(village.COORDINATOR), await sign_in(village.GP)
    address = await _taken_down(coordinator, form_key)
    for act in ("prendre", "rendre", "reprendre"):
        assert (await gp.post(f"{address}/{act}")).status_code == 404
    for page in ("qualifier", "confier", "attendre", "courrier.pdf"):
        assert (await gp.get(f"{address}/{page}")).status_code == 404
