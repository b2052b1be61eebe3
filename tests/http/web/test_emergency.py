"""The pages of an emergency access: who sees them, what they tell, the red banner, and closing."""

from collections.abc import Callable

import pytest

from tests.http.web.conftest import Client, SignIn
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL

TRAITS = {"family": "Lambert", "given": "Jeanne", "gender": "female", "born_on": "12/03/1942"}
WHY = {"reason": "life", "words": "Retrouvée confuse, traitement inconnu"}
FormKey = Callable[[str], str]


async def _ask(client: Client, form_key: FormKey, **more: str) -> tuple[int, str, str]:
    page = await client.get("/urgence")
    answer = await client.post("/urgence", data={"form_id": form_key(page.text)} | TRAITS | more)
    return answer.status_code, answer.headers.get("location", ""), answer.text


@pytest.mark.parametrize("who", [SOCIAL, DAUGHTER])
async def test_there_is_no_such_page_for_others(sign_in: SignIn, who: str) -> None:
    client = await sign_in(who)
    for path in ("/urgence", "/urgence/0192a000-0000-7000-8000-000000000000"):
        assert (await client.get(path)).status_code == 404


async def test_a_record_is_opened_with_a_reason_and_closed_again(sign_in: SignIn, form_key: FormKey) -> None:
    nurse = await sign_in(OTHER_NURSE)
    assert (await nurse.get(f"/dossiers/{JEANNE}")).status_code == 404
    status, reason_page, _ = await _ask(nurse, form_key)
    assert status == 303
    page = await nurse.get(reason_page)
    assert "Un dossier existe" in page.text
    assert "MOREAU" not in page.text.upper()
    refused = await nurse.post(
        reason_page, data={"form_id": form_key(page.text), "reason": "life", "words": ""}
    )
    assert refused.status_code == 422
    opened = await nurse.post(reason_page, data={"form_id": form_key(page.text)} | WHY)
    assert opened.headers["location"] == f"/dossiers/{JEANNE}"
    for part in ("", "/cahier", "/plan"):
        assert "Accès d’urgence" in (await nurse.get(f"/dossiers/{JEANNE}{part}")).text
    await nurse.post(f"/urgence/fermer/{JEANNE}")
    assert (await nurse.get(f"/dossiers/{JEANNE}")).status_code == 404


async def test_no_record_and_several_answer_alike(sign_in: SignIn, form_key: FormKey) -> None:
    nurse = await sign_in(OTHER_NURSE)
    status, _, text = await _ask(nurse, form_key, born_on="13/03/1942")
    assert status == 200
    assert "Aucun dossier ne répond" in text


async def test_who_is_in_the_circle_sees_no_banner(sign_in: SignIn, form_key: FormKey) -> None:
    client = await sign_in(NURSE)
    _, location, _ = await _ask(client, form_key)
    assert location == f"/dossiers/{JEANNE}"
    assert "emergency-banner" not in (await client.get(location)).text


async def test_a_question_of_somebody_else_leads_nowhere(sign_in: SignIn, form_key: FormKey) -> None:
    _, reason_page, _ = await _ask(await sign_in(OTHER_NURSE), form_key)
    gp = await sign_in(GP)
    assert (await gp.get(reason_page)).status_code == 404
    assert (await gp.post(reason_page, data=WHY)).status_code == 404


async def test_the_person_sees_who_opened_the_record_and_why(sign_in: SignIn, form_key: FormKey) -> None:
    nurse = await sign_in(OTHER_NURSE)
    _, reason_page, _ = await _ask(nurse, form_key)
    await nurse.post(reason_page, data={"form_id": form_key((await nurse.get(reason_page)).text)} | WHY)
    page = (await (await sign_in(f"Patient/{JEANNE}")).get(f"/dossiers/{JEANNE}")).text
    assert "ouvert en urgence" in page
    assert "Zoé Ailleurs" in page
    assert WHY["words"] in page
