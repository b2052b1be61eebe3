"""Messages and notices as pages: who reads what, once, and what a message becomes."""

import base64
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from cordee.access import Gate
from cordee.care.notices import tell
from cordee.jobs import Jobs
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from tests.http.web.conftest import Client, SignIn
from tests.http.web.counting import statements
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}/messages"
Key = Callable[[str], str]
STATEMENTS_MAX = 25


async def begin(client: Client, text: str, **more: str) -> str:
    """Begin a conversation about Jeanne and return its address."""
    values = {"form_id": new_id(), "text": text, "topic": "Pansement", "audience": "circle", **more}
    for _ in range(2):  # a double click sends twice
        answer = await client.post(f"{ROOT}/nouveau", data=values)
        assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_conversation_is_read_answered_and_seen(sign_in: SignIn) -> None:
    nurse, gp, daughter = [await sign_in(who) for who in (village.NURSE, village.GP, village.DAUGHTER)]
    address = await begin(nurse, "Plaie plus large : @Girard, on change de pansement ?")
    thread = address.rpartition("/")[2]

    for reader in (gp, daughter):
        page = (await reader.get("/messages")).text
        assert page.count("Pansement") >= 1
        assert "1 non lu<" in page
    page = (await gp.get(f"/messages/{thread}")).text
    assert "Plaie plus large" in page
    assert "nouveau" in page
    assert "Vu par" not in (await nurse.get(address)).text
    assert (await gp.post(f"/messages/{thread}/lu")).status_code == 204
    assert "Vu par Dr Paul Girard" in (await nurse.get(address)).text
    assert "non lu<" not in (await gp.get("/messages")).text

    key = {"form_id": new_id(), "text": "Oui, hydrocolloïde."}
    for _ in range(2):
        assert (await gp.post(f"/messages/{thread}/repondre", data=key)).status_code == 303
    page = (await nurse.get(address)).text
    assert page.count("Oui, hydrocolloïde.") == 1
    empty = await gp.post(f"/messages/{thread}/repondre", data={"form_id": new_id(), "text": " "})
    assert empty.status_code == 422

    found = await gp.post("/messages/chercher", data={"words": "hydrocolloide"})
    assert found.text.count(f"/messages/{thread}#") == 1
    stranger = await sign_in(village.OTHER_NURSE)
    assert (await stranger.get(f"/messages/{thread}")).status_code == 404
    assert "Aucun message" in (await stranger.post("/messages/chercher", data={"words": "plaie"})).text
    assert "Aucune conversation" in (await stranger.get("/messages")).text


async def test_audience_hides_a_conversation_and_every_answer(sign_in: SignIn) -> None:
    nurse, gp, daughter = [await sign_in(who) for who in (village.NURSE, village.GP, village.DAUGHTER)]
    address = await begin(nurse, "À ne pas dire devant elle.", audience="professionals")
    thread = address.rpartition("/")[2]
    await gp.post(f"/messages/{thread}/repondre", data={"form_id": new_id(), "text": "Compris."})

    for hidden in (daughter, await sign_in(f"Patient/{village.JEANNE}")):
        assert (await hidden.get(address)).status_code == 404
        assert "Compris" not in (await hidden.get(ROOT)).text
        assert "Pansement" not in (await hidden.get("/messages")).text


async def test_message_becomes_a_note_and_a_task_once(sign_in: SignIn) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    address = await begin(nurse, "Rappeler le pharmacien pour le pilulier.")
    message = address.rpartition("/")[2]

    for _ in range(2):
        assert (await gp.post(f"/messages/{message}/en-note?fil={message}")).status_code == 303
        assert (await gp.post(f"/messages/{message}/en-tache?fil={message}")).status_code == 303

    notebook = (await gp.get(f"/dossiers/{village.JEANNE}/cahier")).text
    assert notebook.count("Rappeler le pharmacien") == 1
    assert "Nadia Idrissi" in notebook
    page = (await gp.get(address)).text
    assert "au cahier" in page
    assert "en tâche" in page


async def test_letter_between_professionals_is_theirs(sign_in: SignIn) -> None:
    nurse, gp, social = [await sign_in(who) for who in (village.NURSE, village.GP, village.SOCIAL)]
    found = await nurse.post("/messages/nouveau", data={"act": "find", "name": "girard"})
    assert village.GP in found.text
    answer = await nurse.post(
        "/messages/nouveau",
        data={"form_id": new_id(), "to": village.GP, "text": "Réunion jeudi ?", "topic": "Jeudi"},
    )
    address = answer.headers["location"]

    assert "Réunion jeudi" in (await gp.get(address)).text
    assert (
        await gp.post(f"{address}/repondre", data={"form_id": new_id(), "text": "Oui."})
    ).status_code == 303
    assert "Oui." in (await nurse.get(address)).text
    assert (await social.get(address)).status_code == 404
    daughter = await sign_in(village.DAUGHTER)
    assert (await daughter.get("/messages/nouveau")).status_code == 404


async def test_file_between_professionals_is_theirs(sign_in: SignIn) -> None:
    nurse, gp = [await sign_in(who) for who in (village.NURSE, village.GP)]
    sent = {"form_id": new_id(), "to": village.GP, "text": "Vu ce matin.", "topic": "Matériel"}
    wrong = await nurse.post(
        "/messages/nouveau", data=sent, files={"file": ("a.exe", b"MZ\x00", "image/png")}
    )
    assert wrong.status_code == 422
    assert "Une photo ou un PDF est attendu" in wrong.text
    assert "Vu ce matin." in wrong.text
    for _ in range(2):  # a double click sends twice
        files = {"file": ("photo.jpg", photo(), "image/jpeg")}
        answer = await nurse.post("/messages/nouveau", data=sent, files=files)
        assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    reply = {"form_id": new_id(), "text": ""}
    for _ in range(2):
        files = {"file": ("CR.pdf", b"%PDF-1.4 CR", "application/pdf")}
        assert (await gp.post(f"{address}/repondre", data=reply, files=files)).status_code == 303

    for reader in (nurse, gp):
        page = (await reader.get(address)).text
        contents = re.findall(r'<a href="(/messages/contenu/[^"]+)"', page)
        assert len(contents) == 2
        assert f'<img src="{contents[0]}" alt="photo.jpg"' in page
        assert "En faire une note" not in page
        kinds = [(await reader.get(one)).headers["content-type"] for one in contents]
        assert kinds == ["image/jpeg", "application/pdf"]
        assert b"Exif" not in (await reader.get(contents[0])).content
    saved = await gp.get(f"{contents[1]}?telecharger")
    assert (saved.content, saved.headers["content-disposition"]) == (b"%PDF-1.4 CR", "attachment")

    nothing = await gp.get(f"/messages/contenu/{new_id()}")
    for who in (village.SOCIAL, village.OTHER_NURSE, village.COORDINATOR, village.DAUGHTER):
        stranger = await sign_in(who)
        for one in (
            address,
            *contents,
            f"/dossiers/{village.JEANNE}/contenu/{contents[1].rpartition('/')[2]}",
        ):
            answer = await stranger.get(one)
            assert (answer.status_code, "CR" in answer.text) == (nothing.status_code, False) == (404, False)
    about = await begin(nurse, "Pour Jeanne.")
    files = {"file": ("CR.pdf", b"%PDF-1.4 Jeanne", "application/pdf")}
    await nurse.post(f"{about}/repondre", data={"form_id": new_id(), "text": ""}, files=files)
    (of_record,) = re.findall(
        rf'<a href="/dossiers/{village.JEANNE}/contenu/([^"]+)"', (await nurse.get(about)).text
    )
    assert (await nurse.get(f"/messages/contenu/{of_record}")).status_code == 404


def photo() -> bytes:
    """Return a picture that tells who made it."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    made = BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=exif)
    return made.getvalue()


async def test_colleague_added_reads_from_then_on_and_who_leaves_nothing_more(
    sign_in: SignIn, gate: Gate, database_url: str, tmp_path: Path
) -> None:
    nurse, gp, social, other = [
        await sign_in(who) for who in (village.NURSE, village.GP, village.SOCIAL, village.OTHER_NURSE)
    ]
    sent = {"form_id": new_id(), "to": village.GP, "text": "Le secret du lundi.", "topic": "Garde de Noël"}
    address = (await nurse.post("/messages/nouveau", data=sent)).headers["location"]

    async def say(who: Client, text: str) -> int:
        answer = await who.post(f"{address}/repondre", data={"form_id": new_id(), "text": text})
        return answer.status_code

    found = await gp.post(f"{address}/personnes", data={"act": "find", "name": "sauvage"})
    assert village.SOCIAL in found.text
    assert "rien de ce qui s’est écrit avant" in found.text
    known = await gp.post(f"{address}/personnes", data={"act": "find", "name": "idrissi"})
    assert "Nadia Idrissi : déjà dans la conversation." in known.text
    form = {"form_id": new_id(), "to": village.SOCIAL}
    for _ in range(2):  # a double click sends twice
        assert (await gp.post(f"{address}/personnes", data=form)).status_code == 303
    nobody = await gp.post(f"{address}/personnes", data={"form_id": new_id(), "to": village.NURSE})
    assert nobody.status_code == 422
    assert (await other.post(f"{address}/personnes", data={"form_id": new_id()})).status_code == 404
    assert (await other.get(f"{address}/personnes")).status_code == 404

    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()
    listed = (await social.get("/messages")).text
    assert "Garde de Noël" in listed
    assert "1 non lu<" in listed
    page = (await social.get(address)).text
    assert "Dr Paul Girard vous a ajouté·e&nbsp;: vous lisez à partir d’ici" in page
    assert "Le secret du lundi" not in page
    assert (
        "Le secret du lundi" not in (await social.post("/messages/chercher", data={"words": "secret"})).text
    )
    page = (await nurse.get(address)).text
    assert page.count("a ajouté Amélie Sauvage") == 1
    assert "Amélie Sauvage" in page.split("Entre vous seulement")[1].split("</p>")[0]

    assert (await social.post(f"{address}/lu")).status_code == 204
    assert "Vu par Amélie" not in (await nurse.get(address)).text  # what was written before she came
    assert await say(nurse, "Bienvenue Amélie.") == 303  # to all three
    assert await say(social, "Merci à vous.") == 303
    for reader in (nurse, gp, social):
        page = (await reader.get(address)).text
        assert "Bienvenue Amélie." in page
        assert "Merci à vous." in page

    form = {"form_id": new_id()}
    for _ in range(2):
        assert (await gp.post(f"{address}/quitter", data=form)).status_code == 303
    assert await say(social, "Sans le docteur.") == 303
    page = (await gp.get(address)).text
    assert "Vous avez quitté la conversation" in page
    assert "Merci à vous." in page
    assert "Sans le docteur." not in page
    assert await say(gp, "Encore un mot.") == 422
    page = (await nurse.get(address)).text
    assert page.count("Dr Paul Girard a quitté la conversation") == 1
    assert "Girard" not in page.split("Entre vous seulement")[1].split("</p>")[0]
    assert "Sans le docteur." in page

    assert "Retirer Dr Paul" not in (await social.get(f"{address}/personnes")).text  # she did not begin it
    out = {"form_id": new_id(), "who": village.SOCIAL}
    assert (
        await social.post(f"{address}/retirer-quelqu-un", data=out | {"who": village.NURSE})
    ).status_code == 403
    assert "Retirer Amélie Sauvage" in (await nurse.get(f"{address}/personnes")).text
    for _ in range(2):
        removed = await nurse.post(f"{address}/retirer-quelqu-un", data=out)
        assert removed.status_code == 303
    page = (await social.get(address)).text
    assert page.count("Nadia Idrissi vous a retiré·e de la conversation") == 1
    assert "Vous n’êtes plus dans cette conversation" in page
    assert await say(social, "Encore moi.") == 422
    assert (await nurse.get(address)).text.count("Vous avez retiré Amélie Sauvage de la conversation") == 1
    undo = msgspec.json.decode(base64.urlsafe_b64decode(removed.cookies["flash"]))["undo"]
    assert (await social.post(undo)).status_code == 404
    assert (await nurse.post(undo)).status_code == 303
    assert "Nadia Idrissi vous avait retiré·e, puis a changé d’avis" in (await social.get(address)).text
    assert await say(social, "Je reste.") == 303

    back = {"form_id": new_id(), "to": village.GP}
    assert (await social.post(f"{address}/personnes", data=back)).status_code == 303
    assert await say(gp, "Me revoici.") == 303
    assert "Me revoici." in (await nurse.get(address)).text
    assert (await nurse.get(f"{ROOT.replace('/messages', '')}/messages")).status_code == 200
    about = await begin(nurse, "Pour Jeanne.")
    assert (await nurse.get(f"/messages/{about.rpartition('/')[2]}/personnes")).status_code == 404


async def test_mention_makes_a_notice_that_leads_to_it(
    sign_in: SignIn, gate: Gate, database_url: str, tmp_path: Path
) -> None:
    nurse, gp, social = [await sign_in(who) for who in (village.NURSE, village.GP, village.SOCIAL)]
    await begin(nurse, "@Girard, votre avis ?")
    await Jobs(Settings(data_dir=tmp_path, database_url=database_url)).drain()

    page = (await gp.get("/avis")).text
    assert "Vous êtes cité·e dans un message" in page
    assert "Mme Jeanne MOREAU" in page
    assert "cité·e" not in (await social.get("/avis")).text
    assert 'aria-label="Avis : 1 non lu"' in (await gp.get("/")).text
    notice = page.split('action="/avis/')[2].split("/")[0]
    answer = await gp.post(f"/avis/{notice}/ouvrir")
    assert answer.headers["location"].startswith("/messages/de/")
    assert (await social.post(f"/avis/{notice}/ouvrir")).status_code == 404
    assert "1 non lu" not in (await gp.get("/avis/cloche")).text
    there = await gp.get(answer.headers["location"], follow_redirects=True)
    assert "votre avis ?" in there.text


async def test_pages_take_as_many_statements_whatever_was_written(
    sign_in: SignIn, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse, gp = await sign_in(village.NURSE), await sign_in(village.GP)
    thread = (await begin(nurse, "Un premier mot.")).rpartition("/")[2]
    await _notices(gate, 1)
    pages = ("/messages", f"/messages/{thread}", "/avis", f"{ROOT}", "/avis/cloche")
    few = {path: await statements(gp, path, monkeypatch) for path in pages}
    for number in range(35):
        key = {"form_id": new_id(), "text": f"Mot {number}"}
        await nurse.post(f"/messages/{thread}/repondre", data=key)
        await begin(nurse, f"Sujet {number}", topic=f"Sujet {number}")
    await _notices(gate, 40)

    many = {path: await statements(gp, path, monkeypatch) for path in pages}
    assert all(many[path] <= few[path] for path in pages), (few, many)
    assert max(few.values()) <= STATEMENTS_MAX
    older = await gp.get(f"/messages/{thread}")
    assert "Messages d’avant" in older.text
    assert "Un premier mot." not in older.text
    cursor = older.text.split("?suite=")[1].split('"')[0]
    assert "Un premier mot." in (await gp.get(f"/messages/{thread}?suite={cursor}")).text
    notices = await gp.get("/avis")
    assert notices.text.count('class="row-go"') == 30
    cursor = notices.text.split("/avis?suite=")[1].split('"')[0]
    assert (await gp.get(f"/avis?suite={cursor}")).text.count('class="row-go"') == 11


async def _notices(gate: Gate, count: int) -> None:
    """Have the GP told of so many things."""
    cause = "EpisodeOfCare/episode"
    for _ in range(count):
        await tell(gate.system_door("jobs"), "record-opened", village.JEANNE, cause, [village.GP], new_id())
