"""A request for support, from the doctor who asks to the record that opens."""

from collections.abc import Callable

import httpx

from tests.http.web.conftest import SignIn
from tests.integration.care import village

FormKey = Callable[[str], str]
ASKED = {
    "person": "new",
    "family": "Rollin",
    "given": "Odette",
    "gender": "female",
    "born_on": "12/03/1938",
    "town": "autun",
    "reason": "Retour à domicile compliqué",
    "details": "Le mari est épuisé.\n<script>alert(1)</script>",
    "urgency": "urgent",
}


async def _ask(client: httpx.AsyncClient, form_key: FormKey, **changes: str) -> httpx.Response:
    page = await client.get("/demandes/nouvelle")
    return await client.post("/demandes/nouvelle", data={**ASKED, "form_id": form_key(page.text), **changes})


async def test_request_sent_twice_exists_once(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    key = form_key((await gp.get("/demandes/nouvelle")).text)
    first = await gp.post("/demandes/nouvelle", data={**ASKED, "form_id": key})
    second = await gp.post("/demandes/nouvelle", data={**ASKED, "form_id": key})
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"] == f"/demandes/{key}"
    page = await gp.get("/demandes")
    assert page.text.count("Mme Odette ROLLIN</strong>") == 1


async def test_request_reaches_the_coordinator_and_nobody_else(sign_in: SignIn, form_key: FormKey) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    address = (await _ask(gp, form_key)).headers["location"]
    page = await coordinator.get(address)
    assert "Retour à domicile compliqué" in page.text
    assert "Autun" in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    for who in (village.NURSE, village.OTHER_NURSE, village.DAUGHTER):
        assert (await (await sign_in(who)).get(address)).status_code == 404


async def test_date_that_does_not_exist_keeps_what_was_written(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    answer = await _ask(gp, form_key, born_on="31/02/1938")
    assert answer.status_code == 422
    assert "Cette date n’existe pas" in answer.text
    assert "Le mari est épuisé." in answer.text
    assert 'value="31/02/1938"' in answer.text


async def test_person_outside_my_records_cannot_be_named_by_id(sign_in: SignIn, form_key: FormKey) -> None:
    outsider = await sign_in(village.OTHER_NURSE)
    answer = await _ask(outsider, form_key, person=village.JEANNE)
    assert answer.status_code == 404


async def test_search_for_a_person_answers_only_from_my_circles(sign_in: SignIn) -> None:
    gp, outsider = await sign_in(village.GP), await sign_in(village.OTHER_NURSE)
    headers, sent = {"hx-request": "true"}, {"who": "moreau"}
    found = await gp.post("/demandes/nouvelle/personnes", data=sent, headers=headers)
    nothing = await outsider.post("/demandes/nouvelle/personnes", data=sent, headers=headers)
    assert "Jeanne MOREAU" in found.text
    assert "Jeanne" not in nothing.text


async def test_accepting_opens_the_record_with_its_circle(sign_in: SignIn, form_key: FormKey) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    address = (await _ask(gp, form_key)).headers["location"]
    before = await gp.post("/dossiers/chercher", data={"name": "rollin"})
    assert "Personne de ce nom" in before.text
    sent = {"theme": "stroke", "informed": "yes", "invites": "yes"}
    opened = await coordinator.post(f"{address}/accepter", data=sent)
    assert opened.status_code == 303
    again = await coordinator.post(f"{address}/accepter", data=sent)
    assert again.headers["location"] == opened.headers["location"]
    after = await gp.post("/dossiers/chercher", data={"name": "rollin"})
    assert "Mme Odette ROLLIN" in after.text
    assert "Demande acceptée" in (await gp.get(address)).text


async def test_accepting_without_the_person_informed_is_refused(sign_in: SignIn, form_key: FormKey) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    address = (await _ask(gp, form_key)).headers["location"]
    answer = await coordinator.post(f"{address}/accepter", data={"theme": "stroke"})
    assert answer.status_code == 422
    assert "Sans cette information" in answer.text


async def test_only_coordination_answers(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    address = (await _ask(gp, form_key)).headers["location"]
    assert (await gp.get(f"{address}/accepter")).status_code == 404
    assert (await gp.post(f"{address}/refuser", data={"reason": "answered"})).status_code == 404
    assert (await gp.post(f"{address}/rouvrir")).status_code == 403


async def test_refusal_is_read_by_the_requester_and_can_be_taken_back(
    sign_in: SignIn, form_key: FormKey
) -> None:
    gp, coordinator = await sign_in(village.GP), await sign_in(village.COORDINATOR)
    address = (await _ask(gp, form_key)).headers["location"]
    sent = {"reason": "answered", "answer": "Le CLIC rappelle demain."}
    assert (await coordinator.post(f"{address}/refuser", data=sent)).status_code == 303
    page = await gp.get(address)
    assert "Une réponse a suffi" in page.text
    assert "Le CLIC rappelle demain." in page.text
    assert (await coordinator.post(f"{address}/rouvrir")).status_code == 303
    assert "Attend depuis" in (await gp.get(address)).text


async def test_patient_and_carer_have_no_requests_page(sign_in: SignIn) -> None:
    daughter = await sign_in(village.DAUGHTER)
    assert (await daughter.get("/demandes")).status_code == 404
    assert (await daughter.get("/demandes/nouvelle")).status_code == 404


async def test_caller_who_is_no_professional_is_not_offered_an_invitation(
    sign_in: SignIn, form_key: FormKey
) -> None:
    coordinator = await sign_in(village.COORDINATOR)
    address = (await _ask(coordinator, form_key, caller="Mme Petit, voisine")).headers["location"]
    page = (await coordinator.get(f"{address}/accepter")).text
    assert "Mme Petit, voisine n’est pas dans l’annuaire" in page
    assert 'name="invites"' not in page
