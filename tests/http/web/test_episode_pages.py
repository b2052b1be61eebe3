"""The page of a record's life and its forms: what each reader meets, what a coordinator may do, undone in one click."""

import re
from collections.abc import Callable

import pytest

from cordee.kernel.ids import new_id
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
PAGE = f"{ROOT}/dossier"
FORMS = ("themes", "suspendre", "clore", "referent", "origine")
HTMX = {"hx-request": "true"}


async def post(client: Client, act: str, **fields: str | list[str]) -> None:
    answer = await client.post(f"{PAGE}/{act}", data={"form_id": new_id(), **fields}, headers=HTMX)
    assert answer.status_code == 204, answer.text


@pytest.mark.parametrize("who", [village.GP, village.SOCIAL, village.DAUGHTER, f"Patient/{village.JEANNE}"])
async def test_everyone_in_the_circle_reads_where_it_stands_and_decides_nothing(
    sign_in: SignIn, who: str
) -> None:
    client = await sign_in(who)
    page = await client.get(PAGE)

    assert page.status_code == 200
    assert "Claire Bonnot" in page.text
    assert "a ouvert le dossier" in page.text
    for word in ("/dossier/clore", "/dossier/suspendre", "/dossier/referent"):
        assert word not in page.text
    for act in FORMS:
        assert (await client.get(f"{PAGE}/{act}")).status_code == 404


async def test_coordinator_suspends_resumes_and_names_another(
    sign_in: SignIn, form_key: Callable[[str], str]
) -> None:
    claire = await sign_in(village.COORDINATOR)
    for act in FORMS:
        page, sheet = await claire.get(f"{PAGE}/{act}"), await claire.get(f"{PAGE}/{act}", headers=HTMX)
        assert "<!doctype html>" in page.text
        assert "<!doctype html>" not in sheet.text
        assert form_key(sheet.text)
    refused = await claire.post(f"{PAGE}/suspendre", data={"reason": ""}, headers=HTMX)
    assert refused.status_code == 422
    await post(claire, "suspendre", reason="hospital", until="2030-01-02", version="1")
    assert "Dossier suspendu" in (await claire.get(ROOT)).text
    assert "hospitalisation longue, jusqu’au" in (await claire.get(PAGE)).text
    await post(claire, "reprendre")
    await post(claire, "themes", themes=["frailty"], criteria=["isolation", "carer"], version="3")
    await post(claire, "referent", referent=village.GP, version="4")
    assert "Claire Bonnot → Dr Paul Girard" in (await claire.get(PAGE)).text
    await post(claire, "annuler/5")
    assert "Dr Paul Girard → Claire Bonnot" in (await claire.get(PAGE)).text


async def test_closed_record_is_read_printed_shared_and_opened_again(sign_in: SignIn) -> None:
    claire = await sign_in(village.COORDINATOR)
    missing = await claire.post(f"{PAGE}/clore", data={"reason": "stable"}, headers=HTMX)
    assert missing.status_code == 422
    assert "ce qui a été fait" in missing.text
    await post(claire, "clore", reason="stable", words="Tout est en place.", version="1")

    page = await claire.get(PAGE)
    assert "Situation stabilisée".lower() in page.text.lower()
    assert "Tout est en place." in page.text
    pdf = await claire.get(f"{PAGE}/bilan.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["cache-control"] == "no-store"
    key = re.search(r'name="form_id" value="([^"]+)"', page.text)
    assert key
    for _ in range(2):
        await post(claire, "bilan/partager", form_id=key[1])
    documents = (await claire.get(f"{ROOT}/documents")).text
    assert "Bilan de clôture" in documents
    assert set(re.findall(r"/documents/([0-9a-f-]{36})", documents)) == {key[1]}

    social = await sign_in(village.SOCIAL)
    assert "Tout est en place." not in (await social.get(PAGE)).text
    assert (await social.get(f"{PAGE}/bilan.pdf")).status_code == 404
    await post(claire, "rouvrir")
    assert "Dossier clos" not in (await claire.get(ROOT)).text
    for who in (village.OTHER_NURSE,):
        assert (await (await sign_in(who)).get(PAGE)).status_code == 404
