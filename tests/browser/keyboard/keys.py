"""Going through a page as somebody without a pointer does: tabulation, arrows, space and enter, nothing else."""

from playwright.async_api import Locator, Page

TABS_MAX = 150
_IS_FOCUSED = "one => one === document.activeElement"
_SHOWS_FOCUS = """() => {
    const one = document.activeElement;
    const marked = [one, one.closest('label'), one.nextElementSibling, one.parentElement].filter(Boolean);
    return marked.some(each => {
        const style = getComputedStyle(each);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
}"""


async def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; fail when it never has, or when nothing shows that it has."""
    await target.wait_for()
    for _ in range(TABS_MAX):
        if await target.evaluate(_IS_FOCUSED):
            shown = await page.evaluate(_SHOWS_FOCUS)
            assert shown, (
                f"the focus is not seen on {await target.evaluate('one => one.outerHTML.slice(0, 200)')}"
            )
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"not reached in {TABS_MAX} tabulations: {target}")


async def enter(page: Page, target: Locator) -> None:
    """Reach a link or a button and press Enter on it."""
    await tab_to(page, target)
    await page.keyboard.press("Enter")


async def write(page: Page, target: Locator, text: str) -> None:
    """Reach a field and type into it."""
    await tab_to(page, target)
    await page.keyboard.type(text)


async def choose_first(page: Page, name: str) -> None:
    """Reach a group of pills and choose its first one: Tab enters the group, Space checks."""
    await tab_to(page, page.locator(f'#sheet input[name="{name}"]').first)
    await page.keyboard.press("Space")
