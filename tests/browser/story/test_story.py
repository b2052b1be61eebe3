"""The story of one record, from the call for help to a blood pressure, lived by five people signed in at once."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.acceptance.running import RunningDemo
from tests.browser.story.conftest import PHONE, SignIn, picture
from tests.browser.story.traces import attempts_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COORDINATOR, GP, NURSE, OUTSIDER = (
    "Hélène Charbonnier",
    "Étienne Rousselot",
    "Leïla Mansouri",
    "Julien Morizot",
)
FAMILY = "Verchère"
SECRET = "Sa fille ne dort plus et pleure au téléphone. À ne pas évoquer devant elle."
SCRIPT = "Marche mieux <script>document.title='volé'</script> avec son déambulateur."
LIVE_MS = 15_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture as a phone makes one, with a place hidden inside."""
    image = Image.effect_mandelbrot((900, 600), (-2, -1, 1, 1), 60).convert("RGB")
    exif = image.getexif()
    exif[0x010E] = "chez elle, 3e porte"
    path = tmp_path / "pied.jpg"
    image.save(path, exif=exif)
    return path


async def _send(page: Page, button: str) -> None:
    await page.locator("#sheet").get_by_role("button", name=button).click()
    await expect(page.locator("#sheet")).to_be_hidden()


async def _request(coordinator: Page) -> None:
    await coordinator.goto("/demandes/nouvelle")
    await coordinator.fill("#family", FAMILY)
    await coordinator.fill("#given", "Lucette")
    await coordinator.get_by_role("radio", name="Femme").check()
    await coordinator.fill("#born_on", "12/03/1941")
    await coordinator.fill("#town", "Autun")
    await coordinator.fill("#reason", "Retour à domicile après une chute, vit seule")
    await coordinator.locator('input[name="urgency"]').last.check()
    await picture(coordinator, "01-request")
    await coordinator.locator("main .form-foot button[type=submit]").click()
    await coordinator.wait_for_url("**/demandes/*-*")
    await picture(coordinator, "02-request-received")


async def _open_record(coordinator: Page) -> str:
    await coordinator.get_by_role("link", name="Accepter et ouvrir le dossier").click()
    sheet = coordinator.locator("#sheet")
    await sheet.get_by_role("radio").first.check()
    await sheet.get_by_role("checkbox", name="La personne est informée").check()
    await sheet.get_by_role("button", name="Ouvrir le dossier").click()
    await coordinator.wait_for_url("**/dossiers/*")
    await picture(coordinator, "03-record-opened")
    return coordinator.url.rpartition("/")[2]


async def _build_circle(coordinator: Page, record: str) -> None:
    await coordinator.goto(f"/dossiers/{record}/cercle")
    sheet = coordinator.locator("#sheet")
    for name in (GP, NURSE):
        await coordinator.get_by_role("link", name="Ajouter un professionnel").click()
        await sheet.get_by_role("searchbox").fill(name.split()[1])
        await sheet.get_by_role("searchbox").press("Enter")
        await sheet.get_by_role("radio", name=name).check()
        await _send(coordinator, "Ajouter au cercle")
        await expect(coordinator.locator("main")).to_contain_text(name)
    await coordinator.get_by_role("link", name="Ajouter un proche").click()
    await sheet.locator("#given").fill("Corinne")
    await sheet.locator("#family").fill(FAMILY)
    await sheet.locator("#relation").fill("sa fille")
    await _send(coordinator, "Ajouter au cercle")
    await expect(coordinator.locator("main")).to_contain_text("Corinne")
    await picture(coordinator, "04-circle")


async def _write_plan(coordinator: Page, record: str) -> None:
    await coordinator.goto(f"/dossiers/{record}/plan")
    sheet = coordinator.locator("#sheet")
    for goal in ("Remarcher jusqu’au marché", "Ne plus être seule le soir"):
        await coordinator.get_by_role("link", name="Ajouter un objectif").first.click()
        await sheet.locator("#text").fill(goal)
        await sheet.locator("#need").fill("Chutes répétées")
        await sheet.get_by_role("radio").first.check()
        await _send(coordinator, "Ajouter l’objectif")
        await expect(coordinator.get_by_role("heading", name=goal)).to_be_visible()
    await coordinator.get_by_role("link", name="Ajouter une action").first.click()
    await sheet.locator("#text").fill("Faire venir le kinésithérapeute")
    await _send(coordinator, "Ajouter l’action")
    await expect(coordinator.locator("main")).to_contain_text("Faire venir le kinésithérapeute")
    await picture(coordinator, "05-plan")


async def _contribute(nurse: Page, record: str, photo: Path) -> None:
    sheet = nurse.locator("#sheet")
    await nurse.goto(f"/dossiers/{record}")
    await nurse.get_by_role("link", name="Photo").click()
    await sheet.locator("#photo").set_input_files(photo)
    await sheet.locator("#text").fill(SCRIPT)
    await picture(nurse, "06-nurse-note-phone")
    await _send(nurse, "Ajouter au cahier")
    await nurse.goto(f"/dossiers/{record}/cahier")
    await nurse.get_by_role("link", name="Note").first.click()
    await sheet.locator("#text").fill(SECRET)
    await sheet.get_by_role("radio", name="Sauf les proches").check()
    await _send(nurse, "Ajouter au cahier")
    await nurse.goto(f"/dossiers/{record}/mesures/nouvelle?type=tension")
    await nurse.fill("#value", "148")
    await nurse.fill("#second", "82")
    await nurse.get_by_role("button", name="Enregistrer").click()
    await expect(nurse.locator("main")).to_contain_text("148/82")
    await picture(nurse, "07-nurse-measure-phone")


async def test_five_people_live_one_record(running: RunningDemo, sign_in: SignIn, photo: Path) -> None:
    coordinator = await sign_in(COORDINATOR)
    await _request(coordinator)
    record = await _open_record(coordinator)
    await _build_circle(coordinator, record)
    await _write_plan(coordinator, record)

    gp, nurse = await sign_in(GP), await sign_in(NURSE, PHONE)
    notebook = await gp.context.new_page()
    await notebook.goto(f"/dossiers/{record}/cahier")
    await gp.goto(f"/dossiers/{record}/mesures")
    await expect(gp.locator("main")).not_to_contain_text("148/82")
    await _contribute(nurse, record, photo)

    # The GP's two open pages show the note, its picture and the measure without reload; the script is text.
    await expect(notebook.get_by_text("<script>document.title='volé'</script>")).to_be_visible(
        timeout=LIVE_MS
    )
    image = notebook.locator("main img").first
    await notebook.bring_to_front()
    await image.scroll_into_view_if_needed()
    await expect(image).to_be_visible(timeout=LIVE_MS)
    await expect(gp.locator("main")).to_contain_text("148/82", timeout=LIVE_MS)
    assert "volé" not in await notebook.title()
    await picture(notebook, "08-gp-notebook-live")
    await picture(gp, "09-gp-measure-live")

    # The picture has lost the place hidden in it.
    picture_address = await image.get_attribute("src")
    assert picture_address is not None
    sent = await (await gp.context.request.get(picture_address)).body()
    assert not Image.open(BytesIO(sent)).getexif()

    daughter = await sign_in(f"Corinne {FAMILY}", PHONE)
    await daughter.goto(f"/dossiers/{record}/plan")
    await expect(daughter.get_by_role("heading", name="Ne plus être seule le soir")).to_be_visible()
    await picture(daughter, "10-daughter-plan-phone")
    await daughter.goto(f"/dossiers/{record}/cahier")
    await expect(daughter.locator("main")).to_contain_text("Marche mieux")
    await expect(daughter.locator("main")).not_to_contain_text("À ne pas évoquer")
    await picture(daughter, "11-daughter-notebook-phone")
    refused = await daughter.context.request.get(f"/dossiers/{record}/chronologie")
    assert SECRET not in await refused.text()

    outsider = await sign_in(OUTSIDER)
    await outsider.goto("/dossiers")
    await outsider.get_by_role("searchbox").first.fill(FAMILY)
    await outsider.get_by_role("searchbox").first.press("Enter")
    await expect(outsider.locator("main")).to_contain_text("Personne", timeout=LIVE_MS)
    await expect(outsider.locator("main")).not_to_contain_text("Lucette")
    await picture(outsider, "12-outsider-search")
    absent = f"{record[:-4]}0000"
    for path in (f"/dossiers/{record}", f"/dossiers/{absent}", f"/dossiers/{record}/cahier", picture_address):
        answer = await outsider.context.request.get(path)
        assert answer.status == 404
        assert FAMILY not in await answer.text()
    await outsider.goto(f"/dossiers/{record}")
    await expect(outsider.locator("body")).not_to_contain_text(FAMILY)
    await picture(outsider, "13-outsider-refused")

    attempts = await attempts_of(running, OUTSIDER)
    assert ("search", "done", "") in attempts
    assert ("record", "refused", record) in attempts
