"""The pages of the circle and of consent: what each reader is offered, done in one form, taken back, printed."""

import re
from collections.abc import Callable
from pathlib import Path

from cordee.jobs import Jobs
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from tests.http.web.conftest import SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
PERSON = f"Patient/{village.JEANNE}"
Key = Callable[[str], str]
TODAY = now().date().isoformat()


async def test_coordinator_notes_the_information_in_one_form(sign_in: SignIn, form_key: Key) -> None:
    claire = await sign_in(village.COORDINATOR)
    page = (await claire.get(f"{ROOT}/consentement")).text
    assert "L’information n’est pas encore notée" in page
    assert "Information à donner" in page  # in the banner
    form = (await claire.get(f"{ROOT}/consentement/information")).text
    assert 'value="oral" checked' in form

    values = {"form_id": form_key(form), "how": "oral", "given_by": PERSON, "on": TODAY}
    answer = await claire.post(f"{ROOT}/consentement/information", data=values)

    assert answer.status_code == 303
    page = (await claire.get(f"{ROOT}/consentement")).text
    assert "ne s’oppose pas au partage dans l’équipe de soins" in page
    assert "notice 2026-1" in page
    assert "Information donnée" in (await claire.get(ROOT)).text
    await claire.post(f"{ROOT}/consentement/{values['form_id']}/annuler")
    assert "Information à donner" in (await claire.get(ROOT)).text


async def test_person_stops_a_member_with_one_tap_and_takes_it_back(
    sign_in: SignIn, database_url: str, tmp_path: Path
) -> None:
    jeanne, nurse = await sign_in(PERSON), await sign_in(village.NURSE)
    page = (await jeanne.get(f"{ROOT}/consentement")).text
    assert "Ce que j’autorise" in page
    assert "Qui voit mon dossier" in page
    assert (await nurse.get(ROOT)).status_code == 200

    answer = await jeanne.post(f"{ROOT}/consentement/refuser/{village.NURSE}")

    assert answer.status_code == 303
    assert (await nurse.get(ROOT)).status_code == 404
    page = (await jeanne.get(f"{ROOT}/consentement")).text
    assert "Refuse que Nadia Idrissi voie le dossier" in page
    undo = page.split('<noscript><form method="post" action="')[1].split('"')[0]
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    await jeanne.post(undo)
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    assert (await nurse.get(ROOT)).status_code == 200


async def test_outsider_waits_for_the_agreement_the_page_asks_for(sign_in: SignIn, form_key: Key) -> None:
    gp, other = await sign_in(village.GP), await sign_in(village.OTHER_NURSE)
    values = {"member": village.OTHER_NURSE, "since": TODAY, "agreement": "present", "outside": "yes"}
    answer = await gp.post(f"{ROOT}/cercle/professionnel", data=values)
    assert answer.headers["location"] == f"{ROOT}/consentement"
    assert "l’accord de la personne est à recueillir" in (await gp.get(f"{ROOT}/consentement")).text
    assert (await other.get(ROOT)).status_code == 404

    address = f"{ROOT}/consentement/accord/{village.OTHER_NURSE}"
    form = (await gp.get(address)).text
    assert f'value="{village.OTHER_NURSE}" checked' in form
    values = {
        "form_id": form_key(form), "recipient": village.OTHER_NURSE, "parts": "plan", "lasts": "365",
        "how": "written", "given_by": PERSON, "on": TODAY,
    }  # fmt: skip
    wrong = await gp.post(address, data=values | {"parts": "everything"})
    assert wrong.status_code == 422
    assert (await gp.post(address, data=values)).status_code == 303
    page = (await gp.get(f"{ROOT}/consentement")).text
    assert "Accepte que Zoé Ailleurs voie l’identité et le plan, jusqu’au" in page


async def test_refusals_of_a_class_and_of_a_document_are_said_in_words(
    sign_in: SignIn, form_key: Key
) -> None:
    jeanne, gp = await sign_in(PERSON), await sign_in(village.GP)
    form = (await jeanne.get(f"{ROOT}/consentement/refus")).text
    values = {"recipient": "class:home_help", "what": "parts", "parts": "social", "form_id": form_key(form)}
    assert (await jeanne.post(f"{ROOT}/consentement/refus", data=values)).status_code == 303
    page = (await jeanne.get(f"{ROOT}/consentement")).text
    assert "Refuse que l’aide à domicile voie la partie sociale" in page
    everyone = {"recipient": "everyone", "what": "all"}
    assert (await jeanne.post(f"{ROOT}/consentement/refus", data=everyone)).status_code == 422

    deposit = {"title": "Courrier", "type": "11488-4", "audience": "circle"}
    deposit["form_id"] = form_key((await gp.get(f"{ROOT}/documents/nouveau")).text)
    await gp.post(
        f"{ROOT}/documents/nouveau", data=deposit, files={"file": ("a.txt", b"Bonjour", "text/plain")}
    )
    listed = (await jeanne.get(f"{ROOT}/documents")).text
    document = listed.split('class="row-link" href="')[1].split('"')[0]
    address = f"{document}/refus"
    assert address in (await jeanne.get(document)).text
    assert (await jeanne.post(address, data={"recipient": village.SOCIAL})).status_code == 303
    assert "Courrier" not in (await (await sign_in(village.SOCIAL)).get(f"{ROOT}/documents")).text
    assert "Courrier" in (await gp.get(f"{ROOT}/documents")).text


async def test_carer_has_no_page_of_consent_and_decides_nothing(sign_in: SignIn) -> None:
    daughter = await sign_in(village.DAUGHTER)
    for path in ("", "/information", "/refus", "/accord", "/attestation.pdf"):
        assert (await daughter.get(f"{ROOT}/consentement{path}")).status_code == 404
    answer = await daughter.post(f"{ROOT}/consentement/refuser/{village.NURSE}")
    assert answer.status_code == 404
    assert "Arrêter" not in (await daughter.get(f"{ROOT}/cercle")).text
    assert "Quitter le cercle" in (await daughter.get(f"{ROOT}/cercle")).text


async def test_outside_the_circle_every_page_of_consent_answers_as_if_nothing_were_there(
    sign_in: SignIn,
) -> None:
    other = await sign_in(village.OTHER_NURSE)
    for path in ("/consentement", "/consentement/information", "/consentement/attestation.pdf", "/cercle"):
        there, absent = await other.get(ROOT + path), await other.get(f"/dossiers/{'0' * 8}{path}")
        assert there.status_code == absent.status_code == 404
        assert there.text == absent.text


async def test_notice_and_attestation_are_printed(sign_in: SignIn) -> None:
    jeanne = await sign_in(PERSON)
    for path in ("/notice-information.pdf", f"{ROOT}/consentement/attestation.pdf"):
        answer = await jeanne.get(path)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-1.7")
    assert answer.headers["cache-control"] == "no-store"


async def test_carer_leaves_by_herself(sign_in: SignIn, database_url: str, tmp_path: Path) -> None:
    daughter = await sign_in(village.DAUGHTER)
    assert (await daughter.post(f"{ROOT}/cercle/quitter")).status_code == 303
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    assert (await daughter.get(ROOT)).status_code == 404
    assert "à sa propre demande" in (await (await sign_in(village.GP)).get(f"{ROOT}/cercle")).text


async def test_ask_to_join_has_one_answer_then_is_accepted_on_the_page(
    sign_in: SignIn, form_key: Key, database_url: str, tmp_path: Path
) -> None:
    other, claire = await sign_in(village.OTHER_NURSE), await sign_in(village.COORDINATOR)
    traits = {
        "family": "Lambert", "given": "Jeanne", "born_on": "12/03/1942", "gender": "female",
        "reason": "home", "words": "Pansements",
    }  # fmt: skip
    answers = []
    for change in ({}, {"family": "Personne"}):
        page = (await other.get("/dossiers/rejoindre")).text
        sent = await other.post("/dossiers/rejoindre", data=traits | change | {"form_id": form_key(page)})
        answers.append(
            (
                sent.status_code,
                sent.headers["location"],
                re.sub(r"depuis=\d+", "", (await other.get(sent.headers["location"])).text),
            )
        )
    assert answers[0] == answers[1]
    assert answers[0][0] == 303
    assert (await other.post("/dossiers/rejoindre", data=traits | {"given": ""})).status_code == 422

    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    page = (await claire.get(f"{ROOT}/cercle")).text
    assert "Zoé Ailleurs" in page
    address = f"{ROOT}/cercle/demandes/" + page.split("/cercle/demandes/")[1].split('"')[0]
    assert (await (await sign_in(village.GP)).get(address)).status_code == 404
    assert (await claire.post(address, data={"answer": "in", "agreement": "phone"})).status_code == 303
    assert (await other.get(ROOT)).status_code == 200


async def test_patient_and_carer_have_nobody_to_ask_for(sign_in: SignIn) -> None:
    for who in (PERSON, village.DAUGHTER):
        client = await sign_in(who)
        assert (await client.get("/dossiers/rejoindre")).status_code == 404
        assert (await client.post("/dossiers/rejoindre", data={})).status_code == 404


async def test_relative_with_an_address_is_invited(sign_in: SignIn, form_key: Key) -> None:
    gp = await sign_in(village.GP)
    values = {
        "given": "Luc", "family": "Moreau", "relation": "son fils", "role": "CAREGIVER", "since": TODAY,
        "agreement": "present", "email": "luc.moreau@example.org",
        "form_id": form_key((await gp.get(f"{ROOT}/cercle/proche")).text),
    }  # fmt: skip
    answer = await gp.post(f"{ROOT}/cercle/proche", data=values | {"email": "luc@"})
    assert answer.status_code == 422
    assert "Cette adresse ne se lit pas" in answer.text
    assert (await gp.post(f"{ROOT}/cercle/proche", data=values)).status_code == 303
    assert "L’invitation part par courriel" in (await gp.get(f"{ROOT}/cercle")).text
