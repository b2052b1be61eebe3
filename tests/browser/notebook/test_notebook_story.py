"""The notebook and documents under the hand: two taps, a voice, who has read; a network that goes in the middle."""

from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from cordee.care.note_writing import add_note
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.browser.looking import look, rest
from tests.browser.notebook.conftest import picture, voice
from tests.browser.shell.conftest import PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

HEARD = """one => new Promise((ok, no) => {
    one.ontimeupdate = () => one.currentTime > 0 && ok(one.currentTime);
    one.onerror = () => no(new Error("not heard"));
    setTimeout(() => no(new Error("silent")), 10000);
    one.play();
})"""
SECTION_SILENCE_MS = 1500  # longer than an announcement takes to come, and a section to ask
NAMES = ("Bilan sanguin", "Courrier neurologue", "Radio")
RECORD = f"/dossiers/{village.JEANNE}"


class Counted:
    """A page whose taps are counted, words not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    async def tap(self, role: str, name: str, within: str = "body") -> None:
        """Tap the first thing of a role and name."""
        self.taps += 1
        await self.page.locator(within).get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


async def test_note_takes_two_taps_and_is_read_elsewhere(open_as: OpenAs, lively: Repository) -> None:
    nurse, gp = await open_as(village.NURSE, viewport=PHONE), await open_as(village.GP)
    await gp.goto(f"{RECORD}/cahier")
    await nurse.goto(RECORD)
    counted = Counted(nurse)
    await counted.tap("link", "Note", ".thumb")
    await nurse.locator("#sheet textarea").fill("Chevilles dégonflées ce matin, 61,8 kg.")
    await counted.tap("button", "Ajouter au cahier", "#sheet")
    await expect(nurse.locator("#notices")).to_contain_text("Note ajoutée au cahier.")
    assert counted.taps == 2

    note = gp.locator(".note", has_text="Chevilles dégonflées").first
    await expect(note).to_be_visible()
    await expect(note).to_have_class("note  is-new")
    await note.get_by_role("button", name="J’ai lu").click()
    await expect(gp.locator("#notices")).to_contain_text("Note marquée comme lue.")
    await nurse.goto(f"{RECORD}/cahier")
    await expect(nurse.locator(".note", has_text="Chevilles dégonflées").first).to_contain_text(
        "Vu par Dr Paul Girard"
    )
    await note.get_by_role("button", name="En faire une tâche").click()
    await expect(gp.locator("#notices")).to_contain_text("Tâche créée, pour vous.")


async def test_voice_is_recorded_joined_and_heard(open_as: OpenAs, lively: Repository) -> None:
    nurse = await open_as(village.NURSE, viewport=PHONE)
    await nurse.goto(f"{RECORD}/cahier")
    await nurse.get_by_role("link", name="Écrire une note").click()
    says = nurse.get_by_label("Ma note écrite dit la même chose")
    await expect(says).to_be_hidden()
    record = nurse.locator("#sheet [data-record]")
    await record.click()
    await expect(record).to_have_attribute("aria-pressed", "true")
    await expect(nurse.locator("#sheet [data-clock]")).to_contain_text("01")
    await record.click()
    await expect(nurse.locator("#sheet audio")).to_be_visible()
    await says.scroll_into_view_if_needed()
    await look(nurse, "cahier-voix-390-light")
    await nurse.locator("#sheet").get_by_role("button", name="Ajouter au cahier").click()
    await expect(nurse.locator(".note", has_text="Message vocal").first).to_be_visible()
    await rest(nurse)
    await nurse.get_by_role("link", name="Écrire ce qui est dit").click()
    await nurse.locator("#sheet textarea").fill("Chevilles dégonflées, 61,8 kg ce matin.")
    await says.check()
    await rest(nurse)
    await look(nurse, "cahier-voix-ecrite-390-light")
    await nurse.locator("#sheet").get_by_role("button", name="Corriger la note").click()
    await expect(nurse.get_by_text("Ce que dit le message vocal")).to_be_visible()
    await rest(nurse)
    await look(nurse, "cahier-transcription-390-light")
    assert await nurse.locator(".note audio").first.evaluate(HEARD) > 0


async def test_who_listens_is_not_interrupted_by_who_writes(open_as: OpenAs, lively: Repository) -> None:
    async def write(text: str, *files: bytes) -> None:
        door = village.door(lively, village.GP)
        await add_note(
            door, village.JEANNE, type_code="GEN", text=text, is_urgent=False, audience_code="circle", files=files,
            form_id=new_id(),
        )  # fmt: skip

    await write("Dicté ce matin.", voice())
    nurse = await open_as(village.NURSE, viewport=PHONE)
    async with nurse.expect_response(lambda response: "/flux" in response.url):
        await nurse.goto(f"{RECORD}/cahier")
    await nurse.wait_for_timeout(
        SECTION_SILENCE_MS
    )  # told of what happened meanwhile, a section may ask once more
    await rest(nurse)
    spoken = nurse.locator(".note audio").first
    assert await spoken.evaluate(HEARD) > 0

    await write("Écrit pendant ce temps.")
    await nurse.wait_for_timeout(SECTION_SILENCE_MS)
    assert await spoken.evaluate("one => !one.paused")
    written = nurse.locator(".note", has_text="Écrit pendant ce temps.")
    await expect(written).to_have_count(0)
    await spoken.evaluate("one => one.pause()")
    await expect(written).to_be_visible()


async def test_photo_sent_when_the_network_goes_arrives_once(
    open_as: OpenAs, lively: Repository, tmp_path: Path
) -> None:
    photo = tmp_path / "plaie.jpg"
    photo.write_bytes(picture("#aa7755"))
    nurse = await open_as(village.NURSE, viewport=PHONE)
    await nurse.goto(f"{RECORD}/cahier")
    await nurse.get_by_role("link", name="Écrire une note").click()
    sheet = nurse.locator("#sheet")
    await sheet.locator("textarea").fill("Photo du soir")
    await sheet.locator("#photo").set_input_files(photo)
    await expect(sheet.locator(".preview img")).to_be_visible()
    words = sheet.get_by_label("Décrire la photo, pour qui ne la voit pas")
    await words.fill("Plaie d’avant")
    await nurse.keyboard.press("Escape")
    await nurse.get_by_role("link", name="Écrire une note").click()
    await expect(sheet.locator("textarea")).to_have_value("Photo du soir")
    await sheet.locator("#photo").set_input_files(photo)
    await expect(words).to_have_value("Plaie d’avant")  # kept as the text was
    await sheet.locator("#photo").set_input_files([photo, photo])
    await expect(words).to_have_count(
        0
    )  # another choice: what was said of the one before is not said of these
    await expect(sheet.get_by_label("Décrire la photo 1")).to_have_value("")
    await sheet.locator("#photo").set_input_files(photo)
    await words.fill("Plaie du talon, rouge, 3 cm")
    await sheet.locator("#files").scroll_into_view_if_needed()
    await look(nurse, "cahier-photo-decrite-390-light")
    await nurse.context.set_offline(True)
    await sheet.get_by_role("button", name="Ajouter au cahier").click()
    await expect(sheet.locator(".kept", has_text="Le réseau a lâché")).to_be_visible()
    await expect(sheet.locator("textarea")).to_have_value("Photo du soir")
    await look(nurse, "cahier-hors-ligne-390-light")
    await nurse.context.set_offline(False)
    await expect(sheet).not_to_be_visible(timeout=20_000)
    await nurse.goto(f"{RECORD}/cahier")
    note = nurse.locator(".note", has_text="Photo du soir")
    await expect(note).to_have_count(1)
    await expect(note.locator(".photos img")).to_have_count(1)
    await expect(note.get_by_role("img", name="Plaie du talon, rouge, 3 cm")).to_be_visible()
    await note.get_by_role("link", name="Corriger").click()
    await expect(sheet.get_by_label("Décrire la photo")).to_have_value("Plaie du talon, rouge, 3 cm")


async def test_three_files_one_lost_on_the_way_are_there_once_each(
    open_as: OpenAs, lively: Repository, tmp_path: Path
) -> None:
    files = []
    for name in NAMES:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(b"%PDF-1.7\n" + name.encode() * 9000)
        files.append(path)
    gp = await open_as(village.GP)
    await gp.goto(f"{RECORD}/documents")
    await gp.get_by_role("link", name="Déposer un document").click()
    sheet = gp.locator("#sheet")
    await sheet.locator("#file").set_input_files(files)
    await expect(sheet.locator(".upload")).to_have_count(3)
    await sheet.get_by_role("button", name="Résultats de biologie").click()
    await expect(sheet.locator("#type")).to_have_value("Résultats de biologie")
    sent: list[str] = []

    async def lose_the_second(route: Route) -> None:
        sent.append(route.request.method)
        if len(sent) == 2:
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await gp.route("**/documents/nouveau", lose_the_second)
    await sheet.locator("button[type=submit]").last.click()
    await expect(sheet.locator(".upload[data-state=waiting]")).to_contain_text("Le réseau a lâché")
    await look(gp, "documents-envoi-1440-light")
    await expect(gp.locator("#notices")).to_contain_text("3 documents déposés.", timeout=30_000)
    for name in NAMES:
        await expect(gp.locator(".document strong", has_text=name)).to_have_count(1)
