"""The lists and the page of one orientation."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import orientations
from cordee.care.orientations.states import ACCEPTED, ENDED, TO_STUDY, WAITING
from cordee.web.forms import Form
from cordee.web.page import render
from cordee.web.professionals import only_professionals

SENT = "envoyees"
LISTS = {
    "": ("À étudier", TO_STUDY),
    "attente": ("En attente", WAITING),
    "acceptees": ("Acceptées", ACCEPTED),
    "closes": ("Closes", ENDED),
}


def routes() -> list[Route]:
    """Return the routes of lists."""
    return [Route("/orientations", show_list), Route("/orientations/{id}", show_one)]


async def show_list(request: Request) -> Response:
    """Show what my structure received in one state, or what I sent."""
    only_professionals(request)
    door = request.state.door
    chosen = request.query_params.get("liste", "")
    cursor = request.query_params.get("suite")
    has_structure = bool(door.actor.organization)
    if chosen == SENT or not has_structure:
        chosen, page = SENT, await orientations.list_sent(door, cursor)
    else:
        chosen = chosen if chosen in LISTS else ""
        page = await orientations.list_received(door, LISTS[chosen][1], cursor)
    tabs = [
        {
            "path": f"/orientations?liste={code}" if code else "/orientations",
            "word": word,
            "is_here": code == chosen,
            "note": "",
        }
        for code, (word, _) in LISTS.items()
        if has_structure
    ]
    tabs.append(
        {"path": f"/orientations?liste={SENT}", "word": "Envoyées", "is_here": chosen == SENT, "note": ""}
    )
    context = {"page": page, "tabs": tabs, "chosen": chosen, "structure": door.actor.organization_name}
    return await render(request, "orientations/list.html", context)


async def show_one(request: Request) -> Response:
    """Show one orientation, to either side."""
    only_professionals(request)
    found = await orientations.read_orientation(request.state.door, request.path_params["id"])
    has_record = await request.state.door.sees(found.patient_id)
    context = {"found": found, "has_record": has_record, "form": Form()}
    return await render(request, "orientations/one.html", context)
