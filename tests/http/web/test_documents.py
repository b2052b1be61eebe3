"""The pages of documents: several at once, each once; looked for, previewed, replaced, put aside; a part of one."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from cordee.kernel.ids import new_id
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4
Key = Callable[[str], str]


def picture() -> bytes:
    """Return a small JPEG."""
    out = BytesIO()
    Image.new("RGB", (900, 400), "teal").save(out, "JPEG")
    return out.getvalue()


def deposit(**more: str) -> dict[str, str]:
    """Return a deposit as the form sends it."""
    return {"type": "Compte rendu de consultation", "audience": "circle", "form_id": new_id(), **more}


async def send(client: Client, *files: tuple[str, bytes], **more: str) -> str:
    """Send files, and return the id of the first."""
    values = deposit(**more)
    parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
    answer = await client.post(f"{ROOT}/documents/nouveau", data=values, files=parts)
    assert answer.status_code == 303, answer.text
    return values["form_id"]


async def test_several_files_sent_twice_are_there_once_under_their_names(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    values = deposit()
    files = [
        ("file", ("Courrier_cardiologie.pdf", PDF, "application/pdf")),
        ("file", ("IMG_20261125_1200.jpg", picture(), "image/jpeg")),
    ]
    for _ in range(2):
        assert (await gp.post(f"{ROOT}/documents/nouveau", data=values, files=files)).status_code == 303

    page = (await gp.get(f"{ROOT}/documents")).text
    assert page.count("Courrier cardiologie") == 2  # the line, and the words of its link
    assert page.count("/vignette") == 1
    assert "IMG_2026" not in page


async def test_file_sent_alone_by_the_script_is_told_in_words(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    told = []
    for content in (PDF, b"MZ\x00program"):
        answer = await gp.post(
            f"{ROOT}/documents/nouveau",
            data=deposit(),
            files={"file": ("a.pdf", content, "application/pdf")},
            headers={"accept": "application/json"},
        )
        told.append((answer.status_code, answer.json()["message"]))

    assert told[0] == (201, "Déposé.")
    assert told[1][0] == 422
    assert "ni un PDF" in told[1][1]


async def test_preview_replacement_and_what_stays_readable(sign_in: SignIn) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    first = await send(gp, ("Bilan.pdf", PDF))
    second = await send(gp, ("Bilan corrigé.pdf", PDF + b"2"), replaces=first)

    page = await nurse.get(f"{ROOT}/documents/{second}")
    assert "<iframe" in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert f"{ROOT}/documents/{first}" in page.text
    assert "Remplacer" not in page.text
    listed = (await nurse.get(f"{ROOT}/documents")).text
    assert f"/documents/{second}" in listed
    assert f'/documents/{first}"' not in listed
    assert "remplacé depuis" in (await nurse.get(f"{ROOT}/documents/{first}")).text


async def test_a_range_of_a_pdf_is_served_and_the_frame_may_show_it(sign_in: SignIn) -> None:
    gp = await sign_in(village.GP)
    page = (await gp.get(f"{ROOT}/documents/{await send(gp, ('Bilan.pdf', PDF))}")).text
    address = page.split('<iframe src="')[1].split('"')[0]

    part = await gp.get(address, headers={"range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")
    assert part.headers["content-range"] == f"bytes 0-4/{len(PDF)}"
    assert (await gp.get(address, headers={"range": "bytes=-3"})).content == PDF[-3:]
    whole = await gp.get(address)
    assert whole.content == PDF
    assert "frame-ancestors 'self'" in whole.headers["content-security-policy"]


async def test_documents_are_found_by_word_type_and_put_aside(sign_in: SignIn) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    aside = await send(gp, ("Vieille ordonnance.pdf", PDF), type="57833-6")
    await send(gp, ("Courrier.pdf", PDF))
    await gp.post(f"{ROOT}/documents/{aside}/archiver")

    assert "Vieille ordonnance" not in (await nurse.get(f"{ROOT}/documents")).text
    assert "Vieille ordonnance" in (await nurse.get(f"{ROOT}/documents?archives=1")).text
    assert "Courrier" in (await nurse.get(f"{ROOT}/documents?mots=courriers")).text
    assert "Aucun document ne correspond" in (await nurse.get(f"{ROOT}/documents?type=96349-6")).text
    assert (await nurse.post(f"{ROOT}/documents/{aside}/desarchiver")).status_code == 403
    await gp.post(f"{ROOT}/documents/{aside}/desarchiver")
    assert "Vieille ordonnance" in (await nurse.get(f"{ROOT}/documents")).text
