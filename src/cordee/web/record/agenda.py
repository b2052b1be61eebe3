"""The agenda of a record: what comes and what is past, and one appointment with what can be done about it."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import agenda
from cordee.care.agenda.booking import read_appointment
from cordee.care.agenda.mailing import meeting_of
from cordee.care.chart import open_chart
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.web.page import render
from cordee.web.record.frame import frame, show

PAST_SHOWN = 30
SHOWN_BEHIND, SHOWN_AHEAD = timedelta(days=120), timedelta(days=200)


async def page(request: Request) -> Response:
    """Show the appointments of some months before and after."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    chart = await open_chart(door, patient_id)
    at = now()
    events = await agenda.events_of_record(door, patient_id, at - SHOWN_BEHIND, at + SHOWN_AHEAD)
    found = agenda.agenda_from((event.one for event in events), at)
    context = {"agenda": found, "past": found.past[:PAST_SHOWN]}
    return await show(request, "record/agenda.html", chart, "/agenda", context)


async def one(request: Request) -> Response:
    """Show one appointment: who comes and who answered, where, and what may be done."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    appointment = await read_appointment(door, patient_id, request.path_params["id"])
    chart = await open_chart(door, patient_id)
    found = agenda.rendezvous_of(chart, appointment)
    if found is None:
        raise NotFoundError
    mine = next((who.answer for who in found.attendees if who.reference in door.actor.keys), "")
    context = {
        "one": found,
        "mine": mine,
        "is_past": (found.end or found.start) < now(),
        "is_meeting": bool(meeting_of(appointment)),
        "meeting_id": meeting_of(appointment),
    }
    return await render(request, "record/rendezvous.html", {**frame(request, chart, "/agenda"), **context})


ROUTES = (
    Route("/dossiers/{patient_id}/agenda", page),
    Route("/dossiers/{patient_id}/agenda/{id}", one, methods=["GET"]),
)
