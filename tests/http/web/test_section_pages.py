"""The pages of the medical and social parts, the synthesis and its sheet: two taps a line, undo, to each their part."""

import io
import re

import pikepdf

from cordee.kernel.ids import new_id
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
HTMX = {"hx-request": "true"}
DRUG = {"text": "Furosémide 60 mg", "dose": "1 le matin", "since": "", "by": village.GP, "code": ""}


async def send(client: Client, path: str, **fields: str) -> str:
    """Send a form as the sheet does, and return the address that takes it back."""
    answer = await client.post(f"{ROOT}/{path}", data={"form_id": new_id(), **fields}, headers=HTMX)
    assert answer.status_code == 204, answer.text
    found = re.search(r"/dossiers/[^\"\\]+/annuler/\d+", answer.headers.get("hx-trigger", ""))
    return found[0] if found else ""


async def test_treatment_is_added_changed_stopped_and_each_is_taken_back(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    blank = await gp.get(f"{ROOT}/sante/traitement/nouveau", headers=HTMX)
    assert "<!doctype html>" not in blank.text
    refused = await gp.post(f"{ROOT}/sante/traitement/nouveau", data={"dose": "1"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Écrivez le nom du traitement." in refused.text

    undo = await send(gp, "sante/traitement/nouveau", **DRUG)
    page = (await gp.get(f"{ROOT}/sante")).text
    assert "Furosémide 60 mg" in page
    assert "1 le matin · Dr Paul Girard" in page
    found = re.search(r"/sante/traitement/([^/]+)/modifier", page)
    assert found
    line = f"sante/traitement/{found[1]}"
    form = (await gp.get(f"{ROOT}/{line}/modifier", headers=HTMX)).text
    assert 'value="Furosémide 60 mg"' in form
    await send(gp, f"{line}/modifier", **{**DRUG, "dose": "2 le matin", "version": "1"})
    stale = await gp.post(f"{ROOT}/{line}/modifier", data={**DRUG, "version": "1"}, headers=HTMX)
    assert stale.status_code == 422
    before = (await gp.get(f"{ROOT}/{line}/avant", headers=HTMX)).text
    assert before.index("2 le matin") < before.index("1 le matin")
    back = await send(gp, f"{line}/arreter", reason="tolerance", version="2")
    assert "Mal supporté" in (await gp.get(f"{ROOT}/sante")).text
    assert (await gp.post(back, headers=HTMX)).status_code == 204
    assert "Mal supporté" not in (await gp.get(f"{ROOT}/sante")).text
    await send(gp, f"{line}/erreur")
    assert "Furosémide" not in (await gp.get(f"{ROOT}/sante")).text
    assert undo.endswith("/annuler/1")


async def test_social_worker_writes_the_social_part_and_meets_no_care(sign_in: SignIn) -> None:
    await send(await sign_in(village.GP), "sante/traitement/nouveau", **DRUG)
    amelie = await sign_in(village.SOCIAL)

    await send(amelie, "social/droit/nouveau", right="apa", state="draft", payor="Département 71")
    await send(amelie, "social/housing/nouveau", text="Au 2e sans ascenseur")
    social = (await amelie.get(f"{ROOT}/social")).text
    for words in ("APA", "demandé · Département 71", "Au 2e sans ascenseur", "Amélie Sauvage"):
        assert words in social
    for path in (
        "sante",
        "sante/traitement/nouveau",
        "sante/probleme/heart/modifier",
        "sante/probleme/heart/avant",
    ):
        assert (await amelie.get(f"{ROOT}/{path}")).status_code == 404, path
    for page in ("", "/social", "/dossier", "/chronologie"):
        text = (await amelie.get(f"{ROOT}{page}")).text
        assert "Furosémide" not in text, page
        assert "Insuffisance" not in text, page
    assert (await amelie.post(f"{ROOT}/sante/probleme/heart/erreur", headers=HTMX)).status_code == 404


async def test_those_close_read_and_change_nothing(sign_in: SignIn) -> None:
    for who in (village.DAUGHTER, f"Patient/{village.JEANNE}"):
        client = await sign_in(who)
        assert "Insuffisance cardiaque" in (await client.get(f"{ROOT}/sante")).text
        assert "/modifier" not in (await client.get(f"{ROOT}/sante")).text
        assert (await client.get(f"{ROOT}/sante/probleme/nouveau")).status_code == 404
    outsider = await sign_in(village.OTHER_NURSE)
    for page in ("sante", "social", "synthese.pdf", "sante/probleme/nouveau"):
        assert (await outsider.get(f"{ROOT}/{page}")).status_code == 404


async def test_synthesis_says_who_to_call_and_fits_one_sheet(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    await send(gp, "sante/traitement/nouveau", **DRUG)
    await send(gp, "sante/allergie/nouveau", text="Latex", gravity="high", reaction="", since="")
    page = (await gp.get(ROOT)).text
    for words in (
        "Insuffisance cardiaque",
        "urosémide 60 mg",
        "Vit seule",
        "tel:0385000000",
        "tel:0600000012",
    ):
        assert words in page, words
    answer = await gp.get(f"{ROOT}/synthese.pdf")
    assert answer.headers["cache-control"] == "no-store"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.MarkInfo.Marked
    social = await (await sign_in(village.SOCIAL)).get(f"{ROOT}/synthese.pdf")
    assert social.status_code == 200
    assert len(social.content) != len(answer.content)
