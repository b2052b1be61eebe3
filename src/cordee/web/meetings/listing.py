"""The list of meetings, and one meeting: when, where, who, and the persons its reader may see."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.meetings import my_meetings, read_meeting, read_minutes
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.web.page import is_partial, render


async def show_all(request: Request) -> Response:
    """Show the meetings I am invited to."""
    door: Door = request.state.door
    if not door.actor.is_professional:
        return RedirectResponse("/mon-espace", status_code=303)
    coming, past = await my_meetings(door, now())
    context = {"coming": coming, "past": past, "may_call": door.actor.may_write(cat.AGENDA)}
    return await render(request, "meetings/list.html", context, block="live" if is_partial(request) else None)


async def show(request: Request) -> Response:
    """Show one meeting."""
    door: Door = request.state.door
    meeting = await read_meeting(door, request.path_params["meeting_id"])
    minutes = await read_minutes(door, [one.one.id for one in meeting.persons])
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "is_past": meeting.end < now(),
        "may_change": door.actor.may_write(cat.AGENDA),
        "may_minute": door.actor.may_write(cat.MEDICAL),
        "me": door.actor.who,
        "here": request.url.path,
    }
    return await render(
        request, "meetings/meeting.html", context, block="live" if is_partial(request) else None
    )


ROUTES = (
    Route("/concertations", show_all, methods=["GET"]),
    Route("/concertations/{meeting_id}", show, methods=["GET"]),
)
