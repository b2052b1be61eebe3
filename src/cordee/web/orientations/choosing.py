"""From an offer to whom: choosing the person to address among my records."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import directory, worklist
from cordee.web.forms import read_form
from cordee.web.page import render
from cordee.web.professionals import only_professionals

NAME_LENGTH = 100


def routes() -> list[Route]:
    """Return the routes of choosing."""
    return [Route("/annuaire/offres/{id}/orienter", choose, methods=["GET", "POST"])]


async def choose(request: Request) -> Response:
    """Show my records, or those of a name typed: it travels in the body."""
    only_professionals(request)
    door = request.state.door
    offer = await directory.read_offer(door, request.path_params["id"])
    name = ""
    if request.method == "POST":
        name = (await read_form(request)).text("name")[:NAME_LENGTH]
    page = await worklist.my_records(door, name=name, closed=None if name else False)
    return await render(request, "orientations/choose.html", {"offer": offer, "page": page, "searched": name})
