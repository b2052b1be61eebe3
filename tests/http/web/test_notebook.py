"""The pages of the notebook: filters, taps and their undoing, corrections, paper; as cheap full as empty."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from cordee.kernel.ids import new_id
from tests.http.web.conftest import Client, SignIn
from tests.http.web.counting import statements
from tests.integration.care import village
from tests.integration.care.test_notebook import VOICE
from tests.integration.care.test_notes import picture

ROOT = f"/dossiers/{village.JEANNE}/cahier"
Key = Callable[[str], str]
STATEMENTS_MAX = 16  # of a whole page, session and counts of the shell included


async def write(client: Client, text: str, *, voice: bool = False, **more: str) -> str:
    """Write a note and return its id."""
    form_id = new_id()
    values = {"text": text, "type": "OBS", "audience": "circle", "form_id": form_id, **more}
    files = {"files": ("voix.webm", VOICE, "audio/webm")} if voice else None
    assert (await client.post(f"{ROOT}/nouvelle", data=values, files=files)).status_code == 303
    return form_id


async def test_acts_of_one_tap_and_their_undoing(sign_in: SignIn) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    note = await write(nurse, "Œdèmes des chevilles", voice=True, urgent="yes")
    page = (await gp.get(ROOT)).text
    assert "Nouveau pour vous" in page
    assert "<audio" in page

    assert (await gp.post(f"{ROOT}/{note}/lue")).status_code == 303
    assert "Vu par Dr Paul Girard" in (await nurse.get(ROOT)).text
    await gp.post(f"{ROOT}/{note}/non-lue")
    assert "Vu par" not in (await nurse.get(ROOT)).text
    assert (await gp.post(f"{ROOT}/{note}/tache")).status_code == 303
    assert (await gp.post(f"{ROOT}/{note}/tache/annuler")).status_code == 303
    assert (await gp.post(f"{ROOT}/{note}/retirer")).status_code == 403


async def test_filters_of_the_address_and_what_nothing_matches_says(sign_in: SignIn) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    await write(nurse, "Pansement refait", type="INTERV")
    await write(gp, "Peser chaque matin", type="INST", urgent="yes")

    for filters, found, left_out in (
        ("type=INST", "Peser", "Pansement"),
        ("urgentes=1", "Peser", "Pansement"),
        ("non-lues=1", "Peser", "Pansement"),
        (f"auteur={village.NURSE}", "Pansement", "Peser"),
        ("mots=pansements", "Pansement", "Peser"),
        ("du=2020-01-01&mots=peser", "Peser", "Pansement"),
    ):
        page = (await nurse.get(f"{ROOT}?{filters}")).text
        assert found in page, filters
        assert left_out not in page, filters
    assert "Aucune note ne correspond" in (await nurse.get(f"{ROOT}?au=2020-01-01")).text
    assert (await nurse.get(f"{ROOT}?du=demain&type=X&pages=x")).status_code == 200


async def test_correction_and_versions_are_the_authors_and_the_readers(sign_in: SignIn) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    note = await write(nurse, "Poids 62 kg")
    assert "Poids 62 kg</textarea>" in (await nurse.get(f"{ROOT}/{note}/corriger")).text
    assert (await gp.get(f"{ROOT}/{note}/corriger")).status_code == 404
    values = {"text": "Poids 64 kg", "type": "OBS", "audience": "circle", "version": "1"}
    assert (await nurse.post(f"{ROOT}/{note}/corriger", data=values)).status_code == 303
    assert (await nurse.post(f"{ROOT}/{note}/corriger", data=values)).status_code == 422

    versions = (await gp.get(f"{ROOT}/{note}/versions")).text
    assert versions.index("Poids 64 kg") < versions.index("Poids 62 kg")


async def test_photo_is_told_in_words_where_it_is_shown_and_in_its_correction(sign_in: SignIn) -> None:
    nurse, note = await sign_in(village.NURSE), new_id()
    values = {
        "text": "Pansement", "type": "OBS", "audience": "circle", "form_id": note,
        "photo-words-0": "Plaie du talon, « propre »", "photo-words-3": "x",
    }  # fmt: skip
    files = [("photo", (f"{one}.jpg", picture(), "image/jpeg")) for one in range(2)]
    long = await nurse.post(f"{ROOT}/nouvelle", data=values | {"photo-words-1": "w" * 201}, files=files)
    assert long.status_code == 422
    assert (await nurse.post(f"{ROOT}/nouvelle", data=values, files=files)).status_code == 303
    gp = await sign_in(village.GP)
    for page in (ROOT, ROOT.removesuffix("/cahier")):
        shown = (await gp.get(page)).text
        assert 'alt="Plaie du talon, « propre »"' in shown, page
        assert 'alt="Photo 2 de la note"' in shown, page

    form = (await nurse.get(f"{ROOT}/{note}/corriger")).text
    described = re.findall(r'name="described" value="([^"]+)"', form)
    assert 'value="Plaie du talon, « propre »"' in form
    corrected = {
        "text": "Pansement", "type": "OBS", "audience": "circle", "version": "1", "described": described,
        f"words-{described[0]}": "Plaie fermée", f"words-{described[1]}": "Ordonnance",
    }  # fmt: skip
    assert (await nurse.post(f"{ROOT}/{note}/corriger", data=corrected)).status_code == 303
    shown = (await nurse.get(ROOT)).text
    assert re.findall(r'vignette" alt="([^"]+)"', shown) == ["Plaie fermée", "Ordonnance"]


async def test_voice_is_written_by_its_author_at_once_or_later(sign_in: SignIn) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    told, later = "Ce que dit le message vocal", "Écrire ce qui est dit"
    sent = {"type": "OBS", "audience": "circle", "transcript": "yes"}
    voice = {"files": ("voix.webm", VOICE, "audio/webm")}
    silent = await nurse.post(f"{ROOT}/nouvelle", data=sent, files=voice)
    assert silent.status_code == 422
    assert "Écrivez ce que dit le message vocal" in silent.text

    await write(nurse, "Chevilles dégonflées", voice=True, transcript="yes")
    page = (await gp.get(ROOT)).text
    assert told in page
    assert "écrit ci-dessus" in page
    note = await write(nurse, "", voice=True)
    page = (await nurse.get(ROOT)).text
    assert (page.count(told), page.count(later)) == (1, 1)
    assert later not in (await gp.get(ROOT)).text

    assert "Message vocal</textarea>" not in (await nurse.get(f"{ROOT}/{note}/corriger")).text
    kept = await nurse.post(f"{ROOT}/{note}/corriger", data=sent | {"transcript": "", "version": "1"})
    assert kept.status_code == 303  # nothing was written, nothing has to be
    written = sent | {"text": "61,8 kg ce matin", "version": "2"}
    assert (await nurse.post(f"{ROOT}/{note}/corriger", data=written)).status_code == 303
    page = (await nurse.get(ROOT)).text
    assert (page.count(told), page.count(later)) == (2, 0)
    assert 'name="transcript" value="yes" checked' in (await nurse.get(f"{ROOT}/{note}/corriger")).text
    await write(nurse, "Sans voix", transcript="yes")
    assert (await gp.get(ROOT)).text.count(told) == 2


async def test_period_is_a_pdf(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    await write(nurse, "Pansement refait")
    paper = await nurse.get(f"{ROOT}/imprimer")

    assert paper.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(paper.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked


async def test_page_costs_the_same_however_many_notes(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    counts = []
    for _ in range(2):
        for number in range(4):
            head = await write(nurse, f"Note {number}")
            await write(gp, "Vu", reply_to=head, type="GEN")
            await gp.post(f"{ROOT}/{head}/lue")
        counts.append(await statements(gp, ROOT, monkeypatch))
    assert counts[0] == counts[1] <= STATEMENTS_MAX
