"""« Demandes »: the requests for support, asking for one, and answering."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.kernel.errors import NotFoundError
from cordee.web.page import render
from cordee.web.requests import answering, asking
from cordee.web.site import site_of

STATES = {"": "waiting", "acceptees": "accepted", "refusees": "refused"}


def routes() -> list[Route]:
    """Return the routes of requests."""
    return [
        Route("/demandes", show_list),
        *asking.routes(),
        Route("/demandes/{id}", show_one),
        *answering.routes(),
    ]


async def show_list(request: Request) -> Response:
    """Show the requests of one state."""
    _only_professionals(request)
    query = request.query_params
    state = STATES.get(query.get("etat", ""), "waiting")
    page = await requests.list_requests(request.state.door, state, cursor=query.get("suite"))
    context = {
        "page": page,
        "requests": page.rows,
        "state": state,
        "answers": request.state.actor.is_coordinator,
        "target_hours": site_of(request).territory.targets.qualify_request_hours,
    }
    return await render(request, "requests/list.html", context)


async def show_one(request: Request) -> Response:
    """Show one request, its answer or the ways to answer."""
    _only_professionals(request)
    door = request.state.door
    found = await requests.read_request(door, request.path_params["id"])
    has_record = await door.sees(found.patient_id) and found.state == "accepted"
    alike = await requests.people_alike(door, found.name.short) if found.is_waiting else ()
    context = {
        "found": found,
        "answers": request.state.actor.is_coordinator,
        "has_record": has_record,
        "alike": [one for one in alike if one.patient_id != found.patient_id],
    }
    return await render(request, "requests/one.html", context)


def _only_professionals(request: Request) -> None:
    if not request.state.actor.is_professional:
        raise NotFoundError
