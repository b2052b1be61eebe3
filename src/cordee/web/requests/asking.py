"""Asking for support: first find the person among mine, else give who they are; then why."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import Identity, NewRequest
from cordee.fhir.search import normalize
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.notice import Notice, answer_done
from cordee.web.page import render
from cordee.web.site import site_of

REASON_LENGTH = 120
DETAILS_LENGTH = 4000
NEW_PERSON = "new"
GENDERS = (("female", "Femme"), ("male", "Homme"), ("unknown", "Non précisé"))
URGENCIES = (
    ("routine", "Dans les délais habituels", "calendar"),
    ("urgent", "Urgent, situation de crise", "urgent"),
)


def routes() -> list[Route]:
    """Return the routes of asking."""
    return [
        Route("/demandes/nouvelle", show, methods=["GET"]),
        Route("/demandes/nouvelle", send, methods=["POST"]),
        Route("/demandes/nouvelle/personnes", find, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the blank form."""
    if not request.state.actor.is_professional:
        raise NotFoundError
    return await _page(request, Form(values={"urgency": "routine", "gender": ""}), status=200)


async def find(request: Request) -> Response:
    """Show who bears this name among my records: names travel in the body, never in an address."""
    form = await read_form(request)
    found = await requests.people_alike(request.state.door, form.text("who"))
    is_live = "hx-request" in request.headers
    context = {**_choices(request), "form": form, "found": found}
    return await render(request, "requests/new.html", context, block="found" if is_live else None)


async def send(request: Request) -> Response:
    """Send the request; sent twice, it exists once."""
    form = await read_form(request)
    if form.value("act") == "find":
        return await find(request)
    new = _read(request, form)
    if not form.is_valid:
        return await _page(request, form, status=422)
    hours = site_of(request).territory.targets.qualify_request_hours
    try:
        id_ = await requests.submit_request(request.state.door, new, request_id=form.form_id, due_hours=hours)
    except CordeeError as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=refusal.http_status)
    notice = Notice(message="Demande envoyée. Vous pouvez suivre ici la réponse.")
    return answer_done(notice, f"/demandes/{id_}", partial=False)


async def _page(request: Request, form: Form, *, status: int) -> Response:
    found = await requests.people_alike(request.state.door, form.value("who")) if form.value("who") else ()
    context = {**_choices(request), "form": form, "found": found}
    return await render(request, "requests/new.html", context, status=status)


def _choices(request: Request) -> dict[str, object]:
    territory = site_of(request).territory
    return {
        "genders": GENDERS,
        "urgencies": URGENCIES,
        "towns": [commune.name for commune in territory.communes],
        "for_someone": request.state.actor.is_coordinator,
        "target_hours": territory.targets.qualify_request_hours,
        "reason_length": REASON_LENGTH,
        "details_length": DETAILS_LENGTH,
    }


def _read(request: Request, form: Form) -> NewRequest:
    person = form.text("person") or NEW_PERSON
    return NewRequest(
        reason=form.text(
            "reason",
            missing="Dites en une phrase ce qui amène à demander de l’aide.",
            length_max=REASON_LENGTH,
        ),
        details=form.text("details", length_max=DETAILS_LENGTH),
        is_urgent=form.choice("urgency", {"routine", "urgent"}) == "urgent",
        patient_id="" if person == NEW_PERSON else person,
        identity=_identity(request, form) if person == NEW_PERSON else None,
        caller=form.text("caller") if request.state.actor.is_coordinator else "",
    )


def _identity(request: Request, form: Form) -> Identity:
    town, postal_code = _town(request, form.text("town"))
    return Identity(
        family=form.text(
            "family", missing="Le nom de famille est nécessaire pour rappeler la bonne personne."
        ),
        given=form.text("given", missing="Le prénom est nécessaire."),
        gender=form.choice("gender", {code for code, _ in GENDERS}) or "unknown",
        born_on=form.day("born_on", latest=now().astimezone(site_of(request).zone).date()),
        town=town,
        postal_code=postal_code,
        phone=form.text("phone", length_max=30),
    )


def _town(request: Request, written: str) -> tuple[str, str]:
    """Return the commune as the territory spells it, with its postcode; as written when it is elsewhere."""
    wanted = normalize(written)
    for commune in site_of(request).territory.communes:
        if wanted and normalize(commune.name) == wanted:
            return commune.name, commune.postcode
    return written, ""
