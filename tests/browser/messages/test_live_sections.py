"""What somebody else writes reaches an open page, whenever it comes, and breaks off nothing one sends oneself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Page, Route, expect

from cordee.care.messages import answer
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.browser.shell.conftest import OpenAs
from tests.integration.care.village import GP, JEANNE, NURSE, door

pytestmark = pytest.mark.browser

ROOT = f"/dossiers/{JEANNE}"
STREAM_SILENCE_MS = 1500  # longer than an announcement takes to come, and a section to ask
FLOW_PAUSE_MS = 40  # less than changes are gathered for
FLOW_MAX = 100

Say = Callable[[str], Awaitable[object]]


class Held:
    """The first request that matches goes to the server at once; its answer is held until `release`."""

    def __init__(self) -> None:
        self.asked, self._released, self.count = asyncio.Event(), asyncio.Event(), 0

    async def __call__(self, route: Route) -> None:
        """Pass a request on."""
        self.count += 1
        if self.count > 1:
            await route.continue_()
            return
        response = await route.fetch()
        self.asked.set()
        await self._released.wait()
        await route.fulfill(response=response)

    def release(self) -> None:
        """Let the answer go."""
        self._released.set()


@pytest.fixture
async def say(thread: str, database: Database) -> AsyncIterator[Say]:
    """Write in the conversation as the GP, in another process than the server's."""
    repository = Repository(database)
    yield lambda text: answer(door(repository, GP), thread, text=text, form_id=new_id())
    await repository.close()


async def _open(page: Page, thread: str) -> None:
    """Open the conversation and return once its stream is open and nothing moves any more."""
    async with page.expect_response(lambda response: "/flux" in response.url):
        await page.goto(f"{ROOT}/messages/{thread}")
    await expect(page.get_by_text("Pansement de la jambe droite").first).to_be_visible()
    await page.wait_for_timeout(STREAM_SILENCE_MS)


async def test_what_comes_while_a_section_is_being_asked_for_is_shown_after_it(
    thread: str, say: Say, open_as: OpenAs
) -> None:
    page, held = await open_as(NURSE), Held()
    await _open(page, thread)
    await page.route(lambda url: url.endswith(f"/messages/{thread}"), held)

    await say("Première")
    await asyncio.wait_for(held.asked.wait(), 10)
    await expect(page.get_by_role("button", name="Sourdine")).to_have_css("opacity", "1")
    await say("Seconde")
    await page.wait_for_timeout(STREAM_SILENCE_MS)
    held.release()

    await expect(page.locator(".say", has_text="Première")).to_be_visible()
    await expect(page.locator(".say", has_text="Seconde")).to_be_visible()


async def test_a_refresh_waits_for_what_the_person_sends_from_the_section(
    thread: str, say: Say, open_as: OpenAs
) -> None:
    page, held = await open_as(NURSE), Held()
    await _open(page, thread)
    await page.route(lambda url: "/sourdine" in url, held)

    await page.get_by_role("button", name="Sourdine").click()
    await asyncio.wait_for(held.asked.wait(), 10)
    await say("Pendant ce temps")
    await page.wait_for_timeout(STREAM_SILENCE_MS)
    await expect(page.locator(".say", has_text="Pendant ce temps")).to_have_count(0)
    held.release()

    await expect(page.get_by_role("button", name="Être averti·e")).to_be_visible()
    await expect(page.locator("#notices .notice")).to_be_visible()
    await expect(page.locator(".say", has_text="Pendant ce temps")).to_be_visible()


async def test_what_the_person_sends_while_the_section_is_being_asked_for_is_answered(
    thread: str, say: Say, open_as: OpenAs
) -> None:
    page, refresh, act = await open_as(NURSE), Held(), Held()
    await _open(page, thread)
    await page.route(lambda url: url.endswith(f"/messages/{thread}"), refresh)
    await page.route(lambda url: "/sourdine" in url, act)

    await say("Pendant ce temps")
    await asyncio.wait_for(refresh.asked.wait(), 10)
    await page.get_by_role("button", name="Sourdine").click()
    await asyncio.wait_for(act.asked.wait(), 10)
    refresh.release()
    await page.wait_for_timeout(STREAM_SILENCE_MS)
    act.release()

    await expect(page.get_by_role("button", name="Être averti·e")).to_be_visible()
    await expect(page.locator("#notices .notice")).to_be_visible()
    await expect(page.locator(".say", has_text="Pendant ce temps")).to_be_visible()


async def test_what_comes_between_the_page_and_its_stream_is_shown(
    thread: str, say: Say, open_as: OpenAs
) -> None:
    await _open(await open_as(GP), thread)  # the server listens from now on
    page, held = await open_as(NURSE), asyncio.Event()
    asked = asyncio.Event()

    async def late(route: Route) -> None:
        asked.set()
        await held.wait()
        await route.continue_()

    await page.route("**/flux*", late)
    await page.goto(f"{ROOT}/messages/{thread}")
    await asyncio.wait_for(asked.wait(), 10)
    await say("Entre les deux")
    await page.wait_for_timeout(STREAM_SILENCE_MS)
    await expect(page.locator(".say", has_text="Entre les deux")).to_have_count(0)
    held.set()

    await expect(page.locator(".say", has_text="Entre les deux")).to_be_visible()


async def test_a_flow_of_changes_never_puts_a_refresh_off(thread: str, say: Say, open_as: OpenAs) -> None:
    page = await open_as(NURSE)
    await _open(page, thread)
    shown = page.locator(".say", has_text="Message")
    written = 0
    while not await shown.count():
        assert written < FLOW_MAX, "nothing is shown while people write"
        await say(f"Message {written}")
        written += 1
        await page.wait_for_timeout(FLOW_PAUSE_MS)

    await expect(shown).to_have_count(written)
