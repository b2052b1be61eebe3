"""The search box of every page: words travel in the body, results come as they are typed, acts are one Enter away."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import finding
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import read_form
from cordee.web.page import is_partial, render

WORDS_LENGTH = 100
BLOCKS = {"finder-options": "options", "found-page": "rows"}
"""What of the page is drawn again, by what asks for it."""


def routes() -> list[Route]:
    """Return the routes of the box."""
    return [
        Route("/chercher", show, methods=["GET"]),
        Route("/chercher", search, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the page of the box: what a phone opens, and where a browser without script goes on."""
    return await _page(request, "")


async def search(request: Request) -> Response:
    """Show what the words find."""
    form = await read_form(request)
    return await _page(request, form.text("words", length_max=WORDS_LENGTH)[:WORDS_LENGTH])


async def _page(request: Request, words: str) -> Response:
    if not request.state.actor.is_professional:
        raise NotFoundError
    found = await finding.find(request.state.door, words)
    block = BLOCKS.get(request.headers.get("hx-target", "")) if is_partial(request) else None
    return await render(request, "finding/found.html", {"found": found, "words": words}, block=block)
