"""Every page of the notebook and of documents: accessible, in both lights, on a phone and at a desk."""

import pytest

from cordee.store import Repository
from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = pytest.mark.browser

RECORD = f"/dossiers/{village.JEANNE}"
LIGHTS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]


async def test_pages_are_accessible_in_both_lights_and_sizes(open_as: OpenAs, lively: Repository) -> None:
    for viewport, scheme in LIGHTS:
        page = await open_as(village.NURSE, viewport=viewport, scheme=scheme)
        end = f"{viewport['width']}-{scheme}"
        await page.goto(f"{RECORD}/documents")
        first = await page.locator(".document .row-link").nth(1).get_attribute("href")
        letter = await page.locator(".document .row-link").nth(2).get_attribute("href")
        await page.goto(f"{RECORD}/cahier")
        mine = page.locator(".note", has=page.locator(".photos")).get_by_role("link", name="Corriger").first
        correction = await mine.get_attribute("href")
        for name, path in {
            "cahier": f"{RECORD}/cahier",
            "cahier-cherche": f"{RECORD}/cahier?mots=chevilles&auteur={village.NURSE}",
            "cahier-rien": f"{RECORD}/cahier?mots=introuvable",
            "cahier-note": f"{RECORD}/cahier/nouvelle",
            "cahier-correction": str(correction),
            "documents": f"{RECORD}/documents",
            "documents-rien": f"{RECORD}/documents?mots=introuvable",
            "document-photo": str(first),
            "document-pdf": str(letter),
            "document-depot": f"{RECORD}/documents/nouveau",
        }.items():
            await page.goto(path)
            await look(page, f"{name}-{end}", full_page=True)
        await page.context.close()
