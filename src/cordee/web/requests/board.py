"""The triage board and the lists of what was answered; other professionals see what they sent."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import KINDS, Sieve
from cordee.care.requests.board import AGES
from cordee.kernel.errors import NotFoundError
from cordee.web.filters import chips_of
from cordee.web.page import render
from cordee.web.professionals import only_professionals
from cordee.web.requests.words import themes_of
from cordee.web.site import site_of

STATES = {"": "waiting", "acceptees": "accepted", "refusees": "refused"}
VIEWS = {"miennes": "Les miennes", "libres": "À prendre", "retard": "En retard", "urgentes": "Urgentes"}


def routes() -> list[Route]:
    """Return the routes of the board."""
    return [
        Route("/demandes", show),
        Route("/demandes/par/{owner}", show_of_colleague),
    ]


async def show(request: Request) -> Response:
    """Show the board to who answers; to others, and once answered, the list of one state."""
    only_professionals(request)
    state = STATES.get(request.query_params.get("etat", ""), "waiting")
    if state == "waiting" and request.state.actor.is_coordinator:
        return await _board(request, sieve_of(request))
    page = await requests.list_requests(request.state.door, state, cursor=request.query_params.get("suite"))
    context = {
        "page": page,
        "requests": page.rows,
        "state": state,
        "answers": request.state.actor.is_coordinator,
        "target_hours": site_of(request).territory.targets.qualify_request_hours,
    }
    return await render(request, "requests/list.html", context)


async def show_of_colleague(request: Request) -> Response:
    """Show what one colleague answers; their id stands in the path, as every id does."""
    if not request.state.actor.is_coordinator:
        raise NotFoundError
    return await _board(request, Sieve(owner=f"PractitionerRole/{request.path_params['owner']}"))


def sieve_of(request: Request) -> Sieve:
    """Return what of the board the address asks for; a code nobody knows asks for nothing."""
    asked = request.query_params
    view, kind, theme = asked.get("vue", ""), asked.get("nature", ""), asked.get("theme", "")
    age = asked.get("age", "")
    return Sieve(
        mine=view == "miennes",
        unowned=view == "libres",
        late=view == "retard",
        urgent=view == "urgentes",
        kind=kind if kind in KINDS else "",
        theme=theme if theme in themes_of(request) else "",
        age=age if age in AGES else "",
    )


async def _board(request: Request, sieve: Sieve) -> Response:
    found = await requests.board(request.state.door, sieve)
    view = request.query_params.get("vue", "")
    context = {
        "board": found,
        "sieve": sieve,
        "view": view if view in VIEWS else "",
        "views": _chips(found),
        "kinds": list(KINDS.items()),
        "themes": list(themes_of(request).items()),
        "here": request.url.path,
        "me": request.state.actor.who,
        "chips": await chips_of(request, "requests"),
        "target_hours": site_of(request).territory.targets.qualify_request_hours,
    }
    return await render(request, "requests/board.html", context)


def _chips(found: requests.Board) -> list[tuple[str, str, int]]:
    counts = {
        "": found.total,
        "miennes": found.mine,
        "libres": found.unowned,
        "retard": found.late,
        "urgentes": found.urgent,
    }
    return [(code, word, counts[code]) for code, word in {"": "Toutes", **VIEWS}.items()]
