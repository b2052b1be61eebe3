"""Records of one theme or one referent, open or closed: the lists behind the numbers of « Pilotage », kept by name."""

from starlette.requests import Request
from starlette.responses import Response

from cordee.care import steering
from cordee.kernel.errors import NotFoundError
from cordee.web.filters import chips_of
from cordee.web.page import render
from cordee.web.site import site_of

MINE = "moi"
CLOSED, ALL = "clos", "tous"
STATES = {CLOSED: "Clos", ALL: "Ouverts et clos"}
REFERENTS = {MINE: "Que je suis", steering.NONE: "Sans référent"}


def is_sieved(request: Request) -> bool:
    """Return whether the address asks for records of one theme or one referent."""
    return bool(request.query_params.get("theme") or request.query_params.get("referent"))


async def show_sieved(request: Request) -> Response:
    """Show the records of a theme and a referent given as codes."""
    asked = request.query_params.get("referent", "")
    referent = {MINE: request.state.actor.who, steering.NONE: steering.NONE}.get(asked, "")
    return await _page(request, referent, asked if asked in REFERENTS else "")


async def show_of_referent(request: Request) -> Response:
    """Show the records one professional follows; their id stands in the path, as every id does."""
    if not request.state.actor.is_professional:
        raise NotFoundError
    return await _page(request, f"PractitionerRole/{request.path_params['referent']}", "")


def choices(request: Request) -> dict[str, object]:
    """Return what the form of themes and referents offers, with nothing chosen."""
    themes = [(theme.code, theme.label) for theme in site_of(request).territory.themes]
    return {
        "themes": [*themes, (steering.NONE, "Sans thème")],
        "referents": list(REFERENTS.items()),
        "states": [("", "Ouverts"), *STATES.items()],
        "theme": "",
        "referent": "",
        "state": state_of(request),
    }


def state_of(request: Request) -> str:
    """Return which records are asked for: open ones unless the address says otherwise."""
    asked = request.query_params.get("etat", "")
    return asked if asked in STATES else ""


def closed_of(state: str) -> bool | None:
    """Return whether closed records are shown, alone or with the others, as lists take it."""
    return {"": False, CLOSED: True, ALL: None}[state]


async def _page(request: Request, referent: str, chosen: str) -> Response:
    offered = {theme.code for theme in site_of(request).territory.themes} | {steering.NONE}
    asked = request.query_params.get("theme", "")
    theme = asked if asked in offered else ""
    cursor = request.query_params.get("suite")
    page = await steering.list_records(
        request.state.door, theme=theme, referent=referent, cursor=cursor, closed=closed_of(state_of(request))
    )
    context = {
        **choices(request),
        "page": page,
        "theme": theme,
        "referent": chosen,
        "here": request.url.path,
        "chips": await chips_of(request, "records"),
    }
    return await render(request, "records/sieved.html", context)
