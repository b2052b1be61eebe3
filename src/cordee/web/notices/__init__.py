"""My notices: the bell, their page, and what one does with them."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.notices.reading import mark_all, my_notices, open_notice
from cordee.web.notices import choosing, worker
from cordee.web.page import done, is_partial, render

LIST = "list"
ADDRESS = "/avis"


def routes() -> list[Route]:
    """Return the routes of notices."""
    return [
        Route(ADDRESS, show, methods=["GET"]),
        Route("/avis/cloche", bell, methods=["GET"]),
        Route("/avis/lus", all_read, methods=["POST"]),
        Route("/avis/{id}/ouvrir", follow, methods=["POST"]),
        *choosing.ROUTES,
        *worker.ROUTES,
    ]


async def show(request: Request) -> Response:
    """Show a page of my notices, newest first; only the list when htmx asks, to refresh or to go on."""
    found = await my_notices(request.state.door, request.query_params.get("suite"))
    return await render(
        request, "notices/list.html", {"found": found}, block=LIST if is_partial(request) else None
    )


async def bell(request: Request) -> Response:
    """Show the bell again: something was written to me, or read."""
    waiting, _ = await request.state.door.letters.waiting()
    return await render(request, "notices/bell.html", {"waiting": waiting})


async def all_read(request: Request) -> Response:
    """Mark all my notices read."""
    count = await mark_all(request.state.door)
    told = "Tous vos avis sont lus." if count else "Il n’y avait rien de nouveau."
    return done(request, told, back=ADDRESS)


async def follow(request: Request) -> Response:
    """Mark a notice read and go to its cause."""
    door: Door = request.state.door
    address = await open_notice(door, request.path_params["id"])
    if is_partial(request):
        return Response(status_code=204, headers={"hx-redirect": address})
    return RedirectResponse(address, status_code=303)
