"""The village's server, a Chromium with a microphone that beeps, and a notebook people have written in."""

import wave
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser

from cordee.care.documents import add_document
from cordee.care.note_correcting import Correction, correct_note
from cordee.care.note_writing import add_note
from cordee.care.notebook.acknowledging import acknowledge
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from cordee.territories.people.pdf import pdf
from tests.browser.chromium import chromium
from tests.browser.shell.conftest import address, open_as
from tests.integration.care import village

__all__ = ["address", "open_as"]

VOICE_S = 20
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def picture(colour: str = "#b98a6a") -> bytes:
    """Return what a phone's photo of a dressing could be."""
    out = BytesIO()
    image = Image.new("RGB", (1200, 900), colour)
    ImageDraw.Draw(image).ellipse((400, 250, 800, 650), fill="#8c3b33")
    image.save(out, "JPEG")
    return out.getvalue()


def voice() -> bytes:
    """Return what a phone's microphone could have heard: a silence of some length."""
    out = BytesIO()
    with wave.open(out, "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(bytes(2 * 8000 * VOICE_S))
    return out.getvalue()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One Chromium, whose microphone and permission are its own."""
    async with chromium(*MICROPHONE) as opened:
        yield opened


@pytest.fixture
async def lively(address: str, database: Database) -> AsyncIterator[Repository]:
    """A notebook with every kind of note, replies, readers, a correction; and three documents."""
    store = Repository(database)
    nurse, gp = village.door(store, village.NURSE), village.door(store, village.GP)
    daughter = village.door(store, village.DAUGHTER)

    async def write(door: object, type_code: str, text: str, **more: object) -> str:
        values = {"is_urgent": False, "audience_code": "circle", "form_id": new_id()} | more
        return await add_note(door, village.JEANNE, type_code=type_code, text=text, **values)  # type: ignore[arg-type]

    await write(daughter, "GEN", "Maman a bien dormi. Elle a mangé la moitié de son repas hier soir.")
    await write(gp, "INST", "Peser chaque matin avant le petit déjeuner ; m’appeler au-delà de 63 kg.")
    wound = await write(
        nurse, "INTERV", "Pansement refait. Plaie propre, berges rosées, 3 cm.",
        photos=[picture(), picture("#c49a78")], files=[pdf("Protocole de pansement", ("Nettoyer.", "Couvrir."))],
    )  # fmt: skip
    await write(gp, "GEN", "Merci. On garde le même protocole jusqu’à vendredi.", reply_to=wound)
    hidden = await write(
        gp, "OBS", "Troubles de l’humeur à surveiller, à reparler entre nous.", audience_code="professionals"
    )
    await correct_note(
        gp, village.JEANNE, hidden,
        Correction(
            type_code="OBS", text="Troubles de l’humeur depuis la chute, à reparler entre nous.",
            is_urgent=False, audience_code="professionals", version=1,
        ),
    )  # fmt: skip
    urgent = await write(
        nurse, "DEM-AVIS", "Prise de 2,4 kg en 3 jours, œdèmes des chevilles. Faut-il augmenter le diurétique ?",
        is_urgent=True,
    )  # fmt: skip
    await acknowledge(gp, village.JEANNE, urgent)
    await write(gp, "GEN", "Oui : furosémide 60 mg pendant cinq jours.", reply_to=urgent)
    for title, type_code, content in (
        (
            "Lettre de sortie de cardiologie",
            "11490-0",
            pdf("Lettre de sortie", ("Madame, Monsieur,", "FEVG 38 %.")),
        ),
        ("Photo de l’ordonnance", "57833-6", picture("#e8e2d0")),
        ("Consignes de la kinésithérapeute", "28653-4", b"Marcher un peu chaque jour."),
    ):
        await add_document(
            gp, village.JEANNE, title=title, type_code=type_code, content=content, audience_code="circle",
            form_id=new_id(),
        )  # fmt: skip
    yield store
    await store.close()
