"""The pages of one professional, one structure, one offer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import directory
from cordee.care.directory.places import is_stale
from cordee.kernel.whole_number import whole_number
from cordee.web.page import render
from cordee.web.professionals import only_professionals

OFFSET_MAX = 10_000  # professionals of one structure


def routes() -> list[Route]:
    """Return the routes of details."""
    return [
        Route("/annuaire/professionnels/{id}", show_professional),
        Route("/annuaire/structures/{id}", show_structure),
        Route("/annuaire/offres/{id}", show_offer),
    ]


async def show_professional(request: Request) -> Response:
    """Show a professional: how to reach them, where they work."""
    only_professionals(request)
    found = await directory.read_professional(request.state.door, request.path_params["id"])
    return await render(request, "directory/professional.html", {"found": found})


async def show_structure(request: Request) -> Response:
    """Show a structure: its offers, its places, its professionals."""
    only_professionals(request)
    offset = whole_number(request.query_params.get("suite", ""), OFFSET_MAX) or 0
    found = await directory.read_structure(request.state.door, request.path_params["id"], offset=offset)
    return await render(request, "directory/structure.html", {"found": found, "is_stale": is_stale})


async def show_offer(request: Request) -> Response:
    """Show an offer: for whom, when, how many places are free."""
    only_professionals(request)
    found = await directory.read_offer(request.state.door, request.path_params["id"])
    return await render(request, "directory/offer.html", {"found": found})
