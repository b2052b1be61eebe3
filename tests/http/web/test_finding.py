"""The box that finds: my people and nobody else, professionals, acts by their words; no address holds what is typed."""

import httpx

from cordee.care.finding import Asked, understand
from cordee.store import Database
from tests.http.web.conftest import SignIn
from tests.integration.care import village

LIVE = {"hx-request": "true", "hx-target": "finder-options"}
RECORD = f"/dossiers/{village.JEANNE}"


async def _found(client: httpx.AsyncClient, words: str) -> str:
    answer = await client.post("/chercher", data={"words": words}, headers=LIVE)
    assert answer.status_code == 200
    return answer.text


async def test_box_finds_people_professionals_and_acts(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    page = await _found(gp, "Moréau")
    assert "Mme Jeanne MOREAU née LAMBERT" in page
    assert f'data-href="{RECORD}"' in page
    assert f'data-href="{RECORD}/cahier/nouvelle"' in page
    assert "Nadia Idrissi" in await _found(gp, "idrissi")
    assert 'data-href="/demandes/nouvelle"' in await _found(gp, "nouvelle dem")
    assert 'data-href="/demandes/nouvelle"' in await _found(gp, "")


async def test_words_of_an_act_offer_it_first(sign_in: SignIn) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    for words, path in (("nouvelle note pour moreau", "/cahier/nouvelle"), ("rdv jeanne", "/agenda/nouveau")):
        page = await _found(gp, words)
        assert page.index(f'data-href="{RECORD}{path}"') < page.index(f'data-href="{RECORD}"')
    assert "Reprendre un courriel" not in await _found(gp, "courriel")
    assert "Reprendre un courriel" in await _found(coordinator, "courriel")


async def test_nobody_is_found_outside_my_circles(sign_in: SignIn) -> None:
    outsider = await sign_in(village.OTHER_NURSE)
    for words in ("moreau", "note moreau", "jeanne"):
        assert "MOREAU" not in await _found(outsider, words)
    whole = await outsider.post("/chercher", data={"words": "moreau"})
    assert "Rien de ce nom" in whole.text
    assert "=moreau" not in whole.text.replace('value="moreau"', "")


async def test_person_of_an_open_request_leads_to_the_request(sign_in: SignIn) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    sent = {"family": "Rollin", "given": "Odette", "reason": "Seule", "urgency": "routine"}
    address = (await coordinator.post("/demandes/nouvelle", data=sent)).headers["location"]
    page = await _found(coordinator, "roll ode")
    assert f'data-href="{address}"' in page
    assert "demande en attente" in page


async def test_box_is_for_professionals(sign_in: SignIn, database: Database) -> None:
    daughter = await sign_in(village.DAUGHTER)
    assert (await daughter.post("/chercher", data={"words": "moreau"})).status_code == 404
    assert 'id="finder"' not in (await daughter.get(RECORD)).text


def test_what_is_typed_is_understood() -> None:
    assert understand("Nouvelle note pour Mme Moreau") == Asked(act="note", name="moreau")
    assert understand("prendre un rendez-vous avec Jeanne Moreau").name == "jeanne moreau"
    assert understand("note") == Asked(name="note")
    assert understand("Plan") == Asked(name="plan")
    assert understand("") == Asked()
