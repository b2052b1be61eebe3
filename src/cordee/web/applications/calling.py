"""The contextual call: a professional arrives from their own software at a person's record, or may ask to join.

Who is not in the circle gets one page, whether the record exists or not, and one answer when they ask.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.applications.errors import CallerMismatchError, CallRefusedError
from cordee.care.called_person import Called, record_called
from cordee.care.circle_asking import REASONS, WORDS_LENGTH_MAX, Asking, ask_to_join
from cordee.care.own_rpps import own_rpps
from cordee.kernel.errors import CordeeError
from cordee.web.applications.consent import address_of
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
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
    called = await _called(request)
    patient_id = await record_called(door, called)
    await door.note("launch", type_="Patient", patient_id=patient_id or "")
    if patient_id is not None:
        return RedirectResponse(f"/dossiers/{patient_id}", status_code=303)
    return await _page(request, Form())


async def join(request: Request) -> Response:
    """Ask to join the circle of who was called; what comes of it is told by those who are in it, if there is one."""
    called = await _called(request)
    form = await read_form(request)
    asking = Asking(
        called=called,
        reason=form.choice("reason", REASONS, missing="Dites pourquoi vous demandez."),
        words=form.text("words", length_max=WORDS_LENGTH_MAX),
    )
    if form.is_valid:
        try:
            await ask_to_join(request.state.door, asking, form_id=form.form_id)
        except CordeeError as refusal:
            form.refuse(refusal)
    if not form.is_valid:
        return await _page(request, form, status=422)
    return done(
        request, "Demande envoyée : si un cercle existe, ses membres vous répondront.", back="/dossiers"
    )


async def _called(request: Request) -> Called:
    """Return whom the call of this address is about, for the professional it names and nobody else."""
    door: Door = request.state.door
    calling = site_of(request).gate.applications.calling
    call = await calling.arrive(request.path_params["reference"], door.actor.id)
    if call.rpps not in await own_rpps(door):
        raise CallerMismatchError
    return Called(ins_system=call.ins_system, ins_value=call.ins_value, traits=call.traits)


async def _page(request: Request, form: Form, status: int = 200) -> Response:
    context = {
        "form": form,
        "reasons": list(REASONS.items()),
        "words_length": WORDS_LENGTH_MAX,
        "address": f"{PATH}/{request.path_params['reference']}/rejoindre",
    }
    return await render(request, "applications/not_in_circle.html", context, status=status)


ROUTES = (
    Route(PATH, take, methods=["POST"]),
    Route(PATH, refuse, methods=["GET"]),
    Route(f"{PATH}/{{reference}}", arrive, methods=["GET"]),
    Route(f"{PATH}/{{reference}}/rejoindre", join, methods=["POST"]),
)
