"""The forms of a record: done once, refused in words with the text kept, never executing what was typed."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from cordee.kernel.clock import now
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
Key = Callable[[str], str]
TODAY = now().date()
TOMORROW = TODAY + timedelta(days=1)


def picture() -> bytes:
    """Return a small JPEG."""
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "JPEG")
    return out.getvalue()


async def key(client: Client, path: str, form_key: Key) -> dict[str, str]:
    """Return the hidden key of a form."""
    return {"form_id": form_key((await client.get(f"{ROOT}{path}")).text)}


def note(**more: str) -> dict[str, str]:
    """Return a note as the form sends it."""
    return {"text": "Pansement refait.", "type": "OBS", "audience": "circle", **more}


async def test_note_with_photo_is_written_and_shown(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)

    answer = await nurse.post(
        f"{ROOT}/cahier/nouvelle", data=values, files={"photo": ("p.jpg", picture(), "image/jpeg")}
    )

    assert answer.status_code == 303
    page = await nurse.get(f"{ROOT}/cahier")
    assert page.text.count("Pansement refait.") == 1
    address = page.text.split('<img src="')[1].split('"')[0]
    photo = await nurse.get(address)
    assert photo.headers["content-type"] == "image/jpeg"
    assert "sandbox" in photo.headers["content-security-policy"]


async def test_note_posted_twice_is_there_once(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)

    for _ in range(2):
        assert (await nurse.post(f"{ROOT}/cahier/nouvelle", data=values)).status_code == 303

    assert (await nurse.get(f"{ROOT}/cahier")).text.count("Pansement refait.") == 1


async def test_script_in_a_note_is_text(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note(text="<script>alert(1)</script>") | await key(nurse, "/cahier/nouvelle", form_key)
    await nurse.post(f"{ROOT}/cahier/nouvelle", data=values)

    for part in ("", "/cahier", "/chronologie"):
        page = (await (await sign_in(village.GP)).get(f"{ROOT}{part}")).text
        assert "<script>alert(1)</script>" not in page
        assert "&lt;script&gt;alert(1)" in page


async def test_photo_that_is_no_picture_keeps_the_text(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)

    answer = await nurse.post(
        f"{ROOT}/cahier/nouvelle", data=values, files={"photo": ("p.jpg", b"MZ not", "image/jpeg")}
    )

    assert answer.status_code == 422
    assert "n’est pas une photo lisible" in answer.text
    assert "Pansement refait.</textarea>" in answer.text
    assert "Pansement refait." not in (await nurse.get(f"{ROOT}/cahier")).text


async def test_photo_over_fifteen_mebibytes_is_refused_and_nothing_stored(
    sign_in: SignIn, form_key: Key
) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)
    heavy = b"\xff\xd8\xff" + bytes(15 * 1024 * 1024 + 1)

    answer = await nurse.post(
        f"{ROOT}/cahier/nouvelle", data=values, files={"photo": ("p.jpg", heavy, "image/jpeg")}
    )

    assert answer.status_code in (413, 422)
    assert "Pansement refait." not in (await nurse.get(f"{ROOT}/cahier")).text


async def test_empty_note_says_what_is_missing(sign_in: SignIn) -> None:
    answer = await (await sign_in(village.NURSE)).post(f"{ROOT}/cahier/nouvelle", data=note(text="  "))

    assert answer.status_code == 422
    assert "Écrivez la note" in answer.text


async def test_audience_not_offered_is_refused(sign_in: SignIn) -> None:
    values = note(audience="not-carers", type="GEN")
    answer = await (await sign_in(village.DAUGHTER)).post(f"{ROOT}/cahier/nouvelle", data=values)
    assert answer.status_code == 422


async def test_note_withdrawn_by_undo_comes_back_by_undo(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)
    await nurse.post(f"{ROOT}/cahier/nouvelle", data=values)
    address = f"{ROOT}/cahier/{values['form_id']}"

    await nurse.post(f"{address}/retirer")
    assert "Pansement refait." not in (await nurse.get(f"{ROOT}/cahier")).text
    await nurse.post(f"{address}/remettre")
    assert "Pansement refait." in (await nurse.get(f"{ROOT}/cahier")).text


def measure(**more: str) -> dict[str, str]:
    """Return a blood pressure as the form sends it."""
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    return {
        "kind": "tension",
        "value": "152",
        "second": "84",
        "pulse": "78",
        "day": yesterday,
        "hour": "08:30",
        **more,
    }


async def test_pressure_with_pulse_is_recorded(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    assert (await nurse.post(f"{ROOT}/mesures/nouvelle", data=measure())).status_code == 303

    page = (await nurse.get(f"{ROOT}/mesures")).text
    assert "152/84" in page
    assert "78/min" in page
    assert "data-chart" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value": "80", "second": "135"}, "doit être plus haute"),
        ({"value": "abc"}, "Un nombre de"),
        ({"value": "1e9"}, "Un nombre de"),
        ({"day": "2026-02-30"}, "n’existe pas"),
        ({"day": "31/02/2026"}, "n’existe pas"),
        ({"hour": "25:61"}, "n’existe pas"),
        ({"day": TOMORROW.isoformat()}, "dans le futur"),
        ({"day": "2026-03-29", "hour": "02:30"}, "n’existe pas ce jour-là"),
    ],
)
async def test_measure_that_cannot_be_is_refused_with_its_values_kept(
    sign_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    nurse = await sign_in(village.NURSE)
    answer = await nurse.post(f"{ROOT}/mesures/nouvelle", data=measure(**change))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="78"' in answer.text
    assert "152" not in (await nurse.get(f"{ROOT}/mesures")).text


async def test_patient_adds_her_own_measure_and_note(sign_in: SignIn) -> None:
    jeanne = await sign_in(f"Patient/{village.JEANNE}")
    assert (await jeanne.post(f"{ROOT}/mesures/nouvelle", data=measure())).status_code == 303
    assert (await jeanne.post(f"{ROOT}/cahier/nouvelle", data=note(type="GEN"))).status_code == 303

    page = (await (await sign_in(village.GP)).get(ROOT)).text
    assert "Pansement refait." in page


async def test_goal_then_action_then_done_and_undone(sign_in: SignIn, form_key: Key) -> None:
    gp = await sign_in(village.GP)
    goal = {
        "text": "Remarcher jusqu’au jardin",
        "need": "Chutes",
        "domain": "autonomy",
        "due": TOMORROW.isoformat(),
    }
    goal |= await key(gp, "/plan/objectifs/nouveau", form_key)
    assert (await gp.post(f"{ROOT}/plan/objectifs/nouveau", data=goal)).status_code == 303
    action = {"text": "Barres d’appui", "goal": goal["form_id"], "owner": village.NURSE, "due": "2026-01-02"}
    action |= await key(gp, "/plan/actions/nouvelle", form_key)
    assert (await gp.post(f"{ROOT}/plan/actions/nouvelle", data=action)).status_code == 303
    assert "1 en retard" in (await gp.get(f"{ROOT}/plan")).text

    await gp.post(f"{ROOT}/plan/actions/{action['form_id']}/faite")
    assert "1 sur 1" in (await gp.get(f"{ROOT}/plan")).text
    await gp.post(f"{ROOT}/plan/actions/{action['form_id']}/reprendre")
    assert "1 en retard" in (await gp.get(f"{ROOT}/plan")).text


async def test_own_words_changed_meanwhile_keep_what_i_wrote(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    await gp.post(f"{ROOT}/plan/projet", data={"text": "Rester chez moi", "version": "0"})
    await gp.post(f"{ROOT}/plan/projet", data={"text": "Rester chez moi, au jardin", "version": "1"})

    answer = await gp.post(f"{ROOT}/plan/projet", data={"text": "Mon texte à moi", "version": "1"})

    assert answer.status_code == 422
    assert "Quelqu’un a modifié" in answer.text
    assert "Mon texte à moi</textarea>" in answer.text


async def test_review_in_the_past_is_refused(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    await gp.post(f"{ROOT}/plan/projet", data={"text": "Rester chez moi"})
    answer = await gp.post(f"{ROOT}/plan/revue", data={"on": "2020-01-01"})
    assert answer.status_code == 422
    assert "à venir" in answer.text


async def test_carer_cannot_post_to_the_plan(sign_in: SignIn) -> None:
    daughter = await sign_in(village.DAUGHTER)
    goal = {"text": "Autre", "domain": "autonomy"}
    answer = await daughter.post(f"{ROOT}/plan/objectifs/nouveau", data=goal)
    assert answer.status_code in (403, 404)
    assert "Autre" not in (await daughter.get(f"{ROOT}/plan")).text


async def test_appointment_is_added_and_cancelled(sign_in: SignIn, form_key: Key) -> None:
    gp = await sign_in(village.GP)
    values = {
        "kind": "visit", "title": "Pansement", "day": TOMORROW.isoformat(), "hour": "8h30", "minutes": "30",
        "members": village.NURSE,
    } | await key(gp, "/agenda/nouveau", form_key)  # fmt: skip

    assert (await gp.post(f"{ROOT}/agenda/nouveau", data=values)).status_code == 303
    page = (await gp.get(f"{ROOT}/agenda")).text
    assert "Pansement" in page
    assert "Nadia Idrissi" in page
    await gp.post(f"{ROOT}/agenda/{values['form_id']}/annuler")
    assert "Aucun rendez-vous prévu" in (await gp.get(f"{ROOT}/agenda")).text


async def test_document_is_deposited_and_opened_without_acting(sign_in: SignIn, form_key: Key) -> None:
    gp = await sign_in(village.GP)
    values = {"title": "Courrier", "type": "11488-4", "audience": "circle"}
    values |= await key(gp, "/documents/nouveau", form_key)
    file = ("courrier.html", b"<script>alert(1)</script>", "text/html")

    assert (await gp.post(f"{ROOT}/documents/nouveau", data=values, files={"file": file})).status_code == 303

    page = (await gp.get(f"{ROOT}/documents")).text
    document = page.split('class="row-link" href="')[1].split('"')[0]
    address = (await gp.get(document)).text.split('<iframe src="')[1].split('"')[0]
    content = await gp.get(address)
    assert content.headers["content-type"] == "text/plain; charset=utf-8"
    assert content.headers["x-content-type-options"] == "nosniff"


async def test_file_of_another_kind_keeps_the_title(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    values = {"title": "Tableur", "type": "11488-4", "audience": "circle"}
    answer = await gp.post(
        f"{ROOT}/documents/nouveau", data=values, files={"file": ("a.pdf", b"PK\x03\x04", "application/pdf")}
    )
    assert answer.status_code == 422
    assert "ni un PDF" in answer.text
    assert 'value="Tableur"' in answer.text


async def test_professional_joins_and_leaves_the_circle(sign_in: SignIn) -> None:
    gp, other = await sign_in(village.GP), await sign_in(village.OTHER_NURSE)
    found = await gp.get(f"{ROOT}/cercle/professionnel", params={"q": "ailleurs"})
    assert "Zoé Ailleurs" in found.text

    values = {"member": village.OTHER_NURSE, "since": TODAY.isoformat(), "agreement": "present"}
    assert (await gp.post(f"{ROOT}/cercle/professionnel", data=values)).status_code == 303
    assert (await other.get(ROOT)).status_code == 200

    leave = f"{ROOT}/cercle/{village.OTHER_NURSE}/depart"
    assert (await gp.post(leave, data={"reason": "other"})).status_code == 303
    assert (await other.get(ROOT)).status_code == 404
    assert "Ont quitté le cercle" in (await gp.get(f"{ROOT}/cercle")).text
    assert (await gp.get(f"{ROOT}/cercle/{village.OTHER_NURSE}/depart")).status_code == 404


async def test_carer_with_a_number_that_cannot_be_read_is_kept_on_the_form(sign_in: SignIn) -> None:
    values = {
        "given": "Luc", "family": "Moreau", "relation": "son fils", "role": "CAREGIVER", "phone": "zéro six",
        "since": TODAY.isoformat(),
    }  # fmt: skip
    answer = await (await sign_in(village.GP)).post(f"{ROOT}/cercle/proche", data=values)
    assert answer.status_code == 422
    assert "Ce numéro ne se lit pas" in answer.text
    assert 'value="Luc"' in answer.text


async def test_signed_out_in_the_middle_comes_back_to_the_form(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    nurse.cookies.clear()
    answer = await nurse.post(
        f"{ROOT}/cahier/nouvelle",
        data=note(),
        headers={"referer": f"http://cordee.test{ROOT}/cahier/nouvelle"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/connexion?suite={ROOT}/cahier/nouvelle")


@pytest.mark.parametrize(
    "part", ["/plan/actions/nouvelle", "/plan/projet", "/agenda/nouveau", "/cercle/proche"]
)
async def test_form_a_carer_could_not_send_is_not_shown(sign_in: SignIn, part: str) -> None:
    assert (await (await sign_in(village.DAUGHTER)).get(f"{ROOT}{part}")).status_code == 404


async def test_pressure_in_centimetres_is_answered_with_the_number_to_write(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    values = {"kind": "tension", "value": "13", "second": "8", "day": TODAY.isoformat(), "hour": "00:01"}
    answer = await nurse.post(f"{ROOT}/mesures/nouvelle", data=values)
    assert answer.status_code == 422
    assert "130 pour « 13 »" in answer.text
    assert "80 pour « 8 »" in answer.text


async def test_note_added_without_script_can_be_taken_back(sign_in: SignIn, form_key: Key) -> None:
    nurse = await sign_in(village.NURSE)
    values = note() | await key(nurse, "/cahier/nouvelle", form_key)
    await nurse.post(f"{ROOT}/cahier/nouvelle", data=values)
    page = await nurse.get(f"{ROOT}/cahier")
    undo = page.text.split('<noscript><form method="post" action="')[1].split('"')[0]
    await nurse.post(undo)
    assert "Pansement refait." not in (await nurse.get(f"{ROOT}/cahier")).text
