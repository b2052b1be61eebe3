"""Looking at a page as a test does: a picture of it kept, what axe finds, whether it is wider than the screen."""

from importlib.resources import files
from pathlib import Path

from playwright.async_api import Error, Page

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": [
        "violations"
    ],  # of the rest one place each is kept: three times quicker, and misses nothing
}
FAULTS: list[str] = []
"""What the watched pages of the test under way said against themselves; judged at its end, as a browser driver whose
callback raises hangs.
"""
AT_REST = """() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
  && document.getAnimations().every((one) => one.playState !== "running")"""
TRIES = 5
PAUSE_MS = 200.0


def watch(page: Page) -> None:
    """Note script errors and violations of the content policy on a page."""
    page.on("pageerror", lambda error: FAULTS.append(f"script error: {error}"))
    page.on(
        "console", lambda said: FAULTS.append(said.text) if "Content Security Policy" in said.text else None
    )


async def keep(page: Page, name: str, *, full_page: bool = False) -> None:
    """Keep a picture as `build/screens/NAME.png`.

    Chromium takes none of a page behind another one, nor, at times, of one that was brought to the front this very
    moment: it is asked again, a few times.
    """
    SCREENS.mkdir(parents=True, exist_ok=True)
    await page.wait_for_load_state("load")
    for tries_left in reversed(range(TRIES)):
        await page.bring_to_front()
        try:
            await page.screenshot(path=SCREENS / f"{name}.png", full_page=full_page)
        except Error as error:
            if "Unable to capture screenshot" not in error.message or not tries_left:
                raise
            await page.wait_for_timeout(PAUSE_MS)
        else:
            return


async def rest(page: Page) -> None:
    """Return once nothing moves on a page, and nothing is being asked for."""
    await page.wait_for_function(AT_REST)


async def violations(page: Page) -> list[str]:
    """Return what axe finds once nothing moves; it is put in the page past the content policy, which pages keep."""
    await rest(page)
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    session = await page.context.new_cdp_session(page)
    await session.send("Runtime.evaluate", {"expression": source})
    results = await page.evaluate("options => axe.run(document, options)", RULES)
    assert results["passes"]
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in results["violations"]]


async def look(page: Page, name: str, *, full_page: bool = False) -> None:
    """Keep a picture, and refuse a page that is not accessible or wider than the screen."""
    await keep(page, name, full_page=full_page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    found = await violations(page)
    assert not found, (name, found)
