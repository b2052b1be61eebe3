"""A message to the mailbox, taken by the worker, is on the board; a coordinator says for whom, and adds a file."""

from email import policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from cordee.jobs import Jobs
from cordee.kernel.settings import Settings
from cordee.territories.people.mailed_request import LETTER, SUBJECT, TEXT, WORDS
from cordee.territories.people.pdf import pdf
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village
from tests.integration.imap_server import PASSWORD, imap_server

pytestmark = pytest.mark.browser

WAYS = [(DESKTOP, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (PHONE, "light")]
MORE = WAYS[:2]
LIVE_MS = 15_000


def message() -> bytes:
    """Return a message with a letter and a photo."""
    found = EmailMessage()
    found["From"] = "Hélène Lefort <helene.lefort@courriel.example>"
    found["To"], found["Subject"], found["Message-ID"] = (
        "demandes@dac.example",
        SUBJECT,
        "<1@courriel.example>",
    )
    found.set_content(TEXT)
    found.add_attachment(pdf("Service social", WORDS), maintype="application", subtype="pdf", filename=LETTER)
    photo = BytesIO()
    Image.new("RGB", (640, 480), "#8fa7b3").save(photo, "JPEG")
    found.add_attachment(photo.getvalue(), maintype="image", subtype="jpeg", filename="Cuisine.jpg")
    return found.as_bytes(policy=policy.SMTP)


async def taken_by_the_worker(settings: Settings) -> None:
    """Run the worker's reading of the mailbox once."""
    asking = Jobs(settings)
    async with asking.app.open_async():
        await asking.app.configure_task("read-mailbox").defer_async(timestamp=0)
    await Jobs(settings).drain()


async def test_message_is_on_the_board_and_named_by_a_coordinator(
    open_as: OpenAs, database_url: str, tmp_path: Path
) -> None:
    page = await open_as(village.COORDINATOR)
    await page.goto("/demandes")
    with imap_server() as imap:
        imap.put(message())
        settings = Settings(
            data_dir=tmp_path,
            database_url=database_url,
            intake_imap_url=imap.url,
            intake_imap_password=PASSWORD,
        )
        await taken_by_the_worker(settings)
        assert imap.count(wanted="UNSEEN") == 0
    await expect(page.locator("#board")).to_contain_text("reçue par courriel", timeout=LIVE_MS)
    await page.get_by_role("link", name="Personne à préciser", exact=True).click()
    await page.wait_for_url("**/demandes/*-*")
    address = page.url
    for text in (SUBJECT, "Courriel d’origine", LETTER, "Cuisine.jpg"):
        await expect(page.locator("main")).to_contain_text(text)
    await looked_at(page, address)
    await named(page)
    await page.get_by_role("link", name="Confier").click()
    await expect(page.locator("#sheet")).to_contain_text("Confier", timeout=LIVE_MS)
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Ajouter une pièce").click()
    await page.locator("#sheet #file").set_input_files(
        {"name": "Rappel.txt", "mimeType": "text/plain", "buffer": "Rappelée à 18 h.".encode()}
    )
    await page.locator("#sheet").get_by_role("button", name="Ajouter").click()
    await expect(page.locator("#files")).to_contain_text("Rappel.txt", timeout=LIVE_MS)


async def looked_at(page: Page, address: str) -> None:
    """Look at every page of a request that came by mail; those of one form each, in one light a width."""
    for viewport, scheme in WAYS:
        await page.set_viewport_size(viewport)  # type: ignore[arg-type]
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        name = f"{viewport['width']}-{scheme}"
        await page.goto("/demandes")
        await look(page, f"courriel-triage-{name}", full_page=True)
        await page.goto(address)
        await look(page, f"courriel-demande-{name}", full_page=True)
        if (viewport, scheme) not in MORE:
            continue
        await page.get_by_role("link", name=f"Ouvrir {LETTER}").click()
        await page.wait_for_url("**/pieces/*")
        await look(page, f"courriel-piece-{name}", full_page=True)
        await page.goto(f"{address}/pieces/nouvelle")
        await look(page, f"courriel-ajouter-{name}", full_page=True)
        await page.goto(f"{address}/personne")
        await page.fill("#family", "Moreau")
        await expect(page.locator("#same")).to_contain_text("Mme Jeanne MOREAU", timeout=LIVE_MS)
        await look(page, f"courriel-personne-{name}", full_page=True)
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await page.goto(address)


async def named(page: Page) -> None:
    """Say for whom the request is, at the keyboard."""
    await page.get_by_role("link", name="Dire pour qui").click()
    await expect(page.locator("#sheet #family")).to_be_focused()
    await page.keyboard.press("Control+a")  # what was written and not sent is still there
    await page.keyboard.type("Rollin")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Odette")
    await expect(page.locator("#sheet #same")).to_contain_text("Personne de ce nom", timeout=LIVE_MS)
    await page.keyboard.press("Enter")
    await expect(page.locator(".banner h1")).to_contain_text("Odette ROLLIN", timeout=LIVE_MS)
    await expect(page.get_by_role("link", name="Accepter et ouvrir le dossier")).to_be_visible()
    await page.wait_for_load_state("load")  # the sheet opens once the page's script is there
