"""The contextual call: a professional arrives from their own software at a person's record, or may ask to join.

What is answered when they are not in the circle is one page, whether the record exists or not.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.applications.errors import CallerMismatchError, CallRefusedError
from cordee.care.called_person import called_person
from cordee.care.own_rpps import own_rpps
from cordee.web.applications.consent import address_of
from cordee.web.forms import read_form
from cordee.web.page import render
from cordee.web.site import site_of

PATH = "/appel-contextuel"
FIELD = "appel"


async def take(request: Request) -> Response:
    """Check what the software signed and go on without it: the person signs in, then arrives."""
    form = await read_form(request)
    reference = await site_of(request).gate.applications.calling.take(form.value(FIELD), address_of(request))
    return RedirectResponse(f"{PATH}/{reference}", status_code=303)


async def refuse(_request: Request) -> Response:
    """Refuse a call by an address: it would stand in histories and logs."""
    raise CallRefusedError


async def arrive(request: Request) -> Response:
    """Land on the record, or on the page where one asks to join its circle."""
    door: Door = request.state.door
    call = await site_of(request).gate.applications.calling.arrive(
        request.path_params["reference"], door.actor.id
    )
    if call.rpps not in await own_rpps(door):
        raise CallerMismatchError
    patient_id = await called_person(door, call.ins_system, call.ins_value, call.traits)
    await door.settle("contextual-call")
    if patient_id is not None:
        return RedirectResponse(f"/dossiers/{patient_id}", status_code=303)
    return await render(request, "applications/not_in_circle.html", {"join": "/dossiers/rejoindre"})


ROUTES = (
    Route(PATH, take, methods=["POST"]),
    Route(PATH, refuse, methods=["GET"]),
    Route(f"{PATH}/{{reference}}", arrive, methods=["GET"]),
)
