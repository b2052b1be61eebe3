"""SMART's own JavaScript client launches, alone and from a record; the pages it leads through are accessible."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.looking import look
from tests.browser.shell.conftest import DESKTOP, PHONE, OpenAs
from tests.integration.care import village

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIVES_ALONE = {
    "family": "LAMBERT", "codes": ["living"], "conditions": 403, "written": 403, "isRenewed": True, "again": True,
}  # fmt: skip


async def _said(page: Page) -> dict[str, Any]:
    await expect(page.locator("#said")).not_to_be_empty(timeout=20_000)
    return dict(json.loads(await page.locator("#said").text_content() or "{}"))


async def test_a_standalone_launch_then_one_from_the_record(
    application: str, address: str, open_as: OpenAs
) -> None:
    page = await open_as(village.GP)
    told = LIVES_ALONE | {"user": village.GP}
    await page.goto(f"{application}/launch.html?iss={address}/fhir")
    await expect(page.get_by_role("heading", name="Autoriser « Courbes de poids » ?")).to_be_visible()
    await page.get_by_label("Mme Jeanne MOREAU née LAMBERT").check()
    await page.get_by_role("button", name="Autoriser").click()
    assert await _said(page) == told

    await page.goto(f"{address}/dossiers/{village.JEANNE}")
    await page.get_by_role("link", name="Ouvrir dans une autre application").click()
    await page.get_by_role("button", name="Ouvrir dans Courbes de poids").click()
    await expect(page.get_by_role("heading", name="Autoriser « Courbes de poids » ?")).to_be_visible()
    await page.get_by_role("button", name="Autoriser").click()
    assert await _said(page) == told

    await page.goto(f"{address}/compte/applications")
    await page.get_by_role("button", name="Retirer l’accès de Courbes de poids").first.click()
    await expect(page.get_by_text("L’accès de l’application est retiré.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_pages_of_applications_are_accessible(
    application: str, address: str, open_as: OpenAs, viewport: dict[str, int], scheme: str
) -> None:
    page = await open_as(village.GP, viewport=viewport, scheme=scheme)
    asked = f"{application}/launch.html?iss={address}/fhir"
    for name, place in (
        ("application-accord", asked),
        ("application-ouvrir", f"{address}/dossiers/{village.JEANNE}/ouvrir-dans"),
        ("application-accordees", f"{address}/compte/applications"),
    ):
        await page.goto(place)
        await expect(page.locator("h1")).to_be_visible()
        await look(page, f"{name}-{viewport['width']}-{scheme}")
        if place == asked:
            await page.get_by_label("Mme Jeanne MOREAU née LAMBERT").check()
            await page.get_by_role("button", name="Autoriser").click()
            await _said(page)
