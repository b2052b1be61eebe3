"""« Mes dossiers »: the list, last changed first, and the search by name, which never puts a name in an address."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.care import worklist
from cordee.web.filters import chips_of
from cordee.web.forms import read_form
from cordee.web.page import render
from cordee.web.records import joining, sieved

NAME_LENGTH = 100


def routes() -> list[Route]:
    """Return the routes of the list."""
    return [
        Route("/dossiers", show, methods=["GET"]),
        Route("/dossiers/chercher", back_to_list, methods=["GET"]),
        Route("/dossiers/chercher", search, methods=["POST"]),
        Route("/dossiers/par/{referent}", sieved.show_of_referent, methods=["GET"]),
        *joining.routes(),
    ]


async def show(request: Request) -> Response:
    """Show one page of records, from the cursor on."""
    if not request.state.actor.is_professional:
        return RedirectResponse("/mon-espace", status_code=303)
    if sieved.is_sieved(request):
        return await sieved.show_sieved(request)
    closed = sieved.closed_of(sieved.state_of(request))
    cursor = request.query_params.get("suite")
    page = await worklist.my_records(request.state.door, cursor=cursor, closed=closed)
    context = {
        "page": page,
        "searched": "",
        "may_break_glass": False,
        "chips": await chips_of(request, "records"),
        **sieved.choices(request),
    }
    return await render(request, "records/list.html", context)


async def back_to_list(_request: Request) -> Response:
    """Answer a reload of the result page: the name was not in the address, so the list is shown."""
    return RedirectResponse("/dossiers", status_code=303)


async def search(request: Request) -> Response:
    """Show the records of my circles whose person bears this name; outside them nobody exists."""
    form = await read_form(request)
    name = form.text("name", length_max=NAME_LENGTH)[:NAME_LENGTH]
    if not name:
        return RedirectResponse("/dossiers", status_code=303)
    page = await worklist.my_records(request.state.door, name=name)
    may_break_glass = request.state.door.emergency.is_allowed
    context = {"page": page, "searched": name, "may_break_glass": may_break_glass}
    return await render(request, "records/list.html", context)
