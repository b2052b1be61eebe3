"""Who opened the record: for the person first, and for whoever answers to her."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.trace import show_accesses
from cordee.kernel.errors import ForbiddenError
from cordee.web.record.frame import show


async def page(request: Request) -> Response:
    """Show who read and wrote, in words; not to carers, whom the others' comings and goings do not concern."""
    door: Door = request.state.door
    if door.actor.kind == "carer":
        raise ForbiddenError
    chart, found = await show_accesses(door, request.path_params["patient_id"], _before(request))
    return await show(request, "record/accesses.html", chart, "/acces", {"accesses": found})


def _before(request: Request) -> datetime | None:
    text = request.query_params.get("avant")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


ROUTES = (Route("/dossiers/{patient_id}/acces", page),)
