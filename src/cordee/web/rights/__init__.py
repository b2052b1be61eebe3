"""« Qui voit quoi »: the habilitation matrix of the territory, in words, for everyone it concerns."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor
from cordee.access.matrix import CLASSES
from cordee.care.rights import RIGHT_WORDS, show_rights
from cordee.web.page import render

ICONS = {"rw": "pencil", "r": "eye", "w": "upload", "-": "eye-off"}
FIRST_SHOWN = "medical"


def routes() -> list[Route]:
    """Return the route of the page."""
    return [Route("/droits", show, methods=["GET"])]


async def show(request: Request) -> Response:
    """Show the whole table; on a phone one class at a time, at first the one of whoever looks."""
    actor: Actor = request.state.actor
    chosen = request.query_params.get("classe", "")
    if chosen not in CLASSES:
        chosen = actor.reader_class or FIRST_SHOWN
    context = {
        "rights": show_rights(actor.reader_class),
        "chosen": chosen,
        "word_of": RIGHT_WORDS,
        "icon_of": ICONS,
        "is_mine": actor.kind == "patient",
    }
    return await render(request, "rights/table.html", context)
