"""What axe does not ask and RGAA does: titles, headings, tables, frames, spaced text, a page at 200 %."""

import pytest
from playwright.async_api import Browser

from tests.integration.care import village

pytestmark = pytest.mark.browser

ROOT = f"/dossiers/{village.JEANNE}"
PAGES = (
    "/", "/demandes", "/dossiers", "/agenda", "/taches", "/messages", "/annuaire", "/droits", "/plan-du-site",
    ROOT, f"{ROOT}/plan", f"{ROOT}/cahier", f"{ROOT}/mesures", f"{ROOT}/documents", f"{ROOT}/cercle",
    f"{ROOT}/consentement", f"{ROOT}/sante", f"{ROOT}/social", f"{ROOT}/dossier", f"{ROOT}/chronologie",
    f"{ROOT}/sante/traitement/nouveau", "/demandes/nouvelle",
)  # fmt: skip
HALF = {"width": 720, "height": 450}  # 1440 × 900 at 200 %
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
FAULTS = """() => {
    const found = [], all = (css) => [...document.querySelectorAll(css)];
    if (document.documentElement.lang !== 'fr') found.push('lang');
    if (all('h1').length !== 1) found.push(`${all('h1').length} h1`);
    if (all('main').length !== 1) found.push('main');
    const levels = all('h1,h2,h3,h4').filter(one => one.offsetParent).map(one => +one.tagName[1]);
    levels.forEach((level, rank) => {
        if (rank && level - levels[rank - 1] > 1) found.push(`h${level} after h${levels[rank - 1]}`);
    });
    all('table').forEach(one => { if (!one.caption) found.push(`table ${one.className}`); });
    all('th').forEach(one => { if (!one.scope) found.push(`th ${one.textContent}`); });
    all('iframe').forEach(one => { if (!one.title) found.push('iframe'); });
    all('fieldset').forEach(one => { if (!one.querySelector('legend')) found.push('fieldset'); });
    all('[id]').forEach(one => { if (all(`[id="${one.id}"]`).length > 1) found.push(`id ${one.id}`); });
    return [...new Set(found)];
}"""


async def test_pages_are_structured_and_hold_spaced_text(address: str, browser: Browser) -> None:
    context = await browser.new_context(base_url=address, viewport=HALF, locale="fr-FR", bypass_csp=True)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto("/connexion")
    await page.locator(f'button[value="{village.COORDINATOR}"]').click()
    await page.wait_for_url(lambda url: "/connexion" not in url)
    titles: dict[str, str] = {}
    wrong: list[str] = []
    for path in PAGES:
        await page.goto(path)
        wrong += [f"{path}: {fault}" for fault in await page.evaluate(FAULTS)]
        title = await page.title()
        if title in titles:
            wrong.append(f"{path}: titled as {titles[title]}")
        titles[title] = path
        await page.add_style_tag(content=SPACED)
        if await page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append(f"{path}: wider than the screen at 200 %, text spaced")
    assert wrong == []
