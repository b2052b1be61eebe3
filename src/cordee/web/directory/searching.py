"""The search page. Words typed travel in the body of a request, never in an address; a link names a need or a place."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import directory
from cordee.care.directory import FoundPage
from cordee.care.directory.places import is_stale
from cordee.store.directory.search import CANDIDATES_MAX
from cordee.web.directory.asking import EVERYWHERE, KINDS, RANGES, TEXT_LENGTH, Asked, read_asked, wanted_of
from cordee.web.directory.geography import drawing_of
from cordee.web.forms import Form, read_form
from cordee.web.page import is_partial, render
from cordee.web.professionals import only_professionals
from cordee.web.site import site_of


def routes() -> list[Route]:
    """Return the routes of the search."""
    return [
        Route("/annuaire", show, methods=["GET"]),
        Route("/annuaire", search, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the box, and what a link names: a need, a profession, a kind, a place."""
    only_professionals(request)
    query = request.query_params
    asked = read_asked(site_of(request).territory, lambda name: "" if name == "q" else query.get(name, ""))
    return await _answer(request, asked, block=None)


async def search(request: Request) -> Response:
    """Show what the words and filters find: the results alone at each keystroke, the page without script."""
    only_professionals(request)
    form = await read_form(request)
    asked = read_asked(site_of(request).territory, lambda name: _sent(form, name))
    return await _answer(request, asked, block="results" if is_partial(request) else None)


def _sent(form: Form, name: str) -> str:
    """Return a field of the form; the filter somebody just took away is empty."""
    return "" if form.value("oter") == name else form.value(name)


async def _answer(request: Request, asked: Asked, *, block: str | None) -> Response:
    territory = site_of(request).territory
    door = request.state.door
    found, is_elsewhere = FoundPage(), False
    if not asked.is_blank:
        found = await directory.look(door, wanted_of(asked, territory))
        if not found.rows and not asked.offset and asked.commune is None and asked.within != EVERYWHERE:
            found = await directory.look(door, wanted_of(asked, territory, everywhere=True))
            is_elsewhere = bool(found.rows)
    drawing = drawing_of(territory)
    marks = sorted(
        ((drawing.spots[code], number) for code, number in found.by_commune.items() if code in drawing.spots),
        key=lambda mark: -mark[1],
    )
    context = {
        "asked": asked,
        "found": found,
        "is_elsewhere": is_elsewhere,
        "kinds": KINDS,
        "ranges": {**RANGES, EVERYWHERE: "partout"},
        "roles": sorted(
            ((role.code, role.label.capitalize()) for role in territory.roles), key=lambda one: one[1]
        ),
        "role_words": {role.code: role.plural.capitalize() for role in territory.roles},
        "needs": directory.NEEDS,
        "towns": [commune.name for commune in territory.communes],
        "drawing": drawing,
        "marks": marks,
        "here": drawing.spots.get(asked.commune.insee) if asked.commune else None,
        "text_length": TEXT_LENGTH,
        "candidates_max": CANDIDATES_MAX,
        "territory": territory.name,
        "link_of": _link_of,
        "is_stale": is_stale,
    }
    return await render(request, "directory/search.html", context, block=block)


def _link_of(type_: str, id_: str) -> str:
    """Return the address of an entry's page."""
    words = {
        "PractitionerRole": "professionnels",
        "Organization": "structures",
        "HealthcareService": "offres",
    }
    return f"/annuaire/{words[type_]}/{id_}"
