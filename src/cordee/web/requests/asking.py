"""Asking for support: who asks, for whom (first among mine, else who they are), why; written while the caller talks."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import requests
from cordee.care.requests import Alike, Caller, NewRequest
from cordee.kernel.errors import CordeeError
from cordee.web.forms import Form, read_form
from cordee.web.notice import Notice, answer_done
from cordee.web.page import render
from cordee.web.professionals import only_professionals
from cordee.web.requests.pasted import filled_from_mail
from cordee.web.requests.person_fields import PHONE_LENGTH, identity_of, named_so_far
from cordee.web.requests.sent_files import FILES_AT_ONCE, files_sent
from cordee.web.requests.words import (
    CONSENT_OPTIONS,
    GENDERS,
    KIND_OPTIONS,
    TAKEN_DOWN_OPTIONS,
    URGENCIES,
    themes_of,
)
from cordee.web.site import site_of

REASON_LENGTH = 120
DETAILS_LENGTH = 4000
EMAIL_LENGTH = 254
NEW_PERSON = "new"
FROM_SOFTWARE = "logiciel"
"""How the page of a contextual call says where somebody comes from."""
START = {"urgency": "routine", "gender": "", "origin": "phone"}


def routes() -> list[Route]:
    """Return the routes of asking."""
    return [
        Route("/demandes/nouvelle", show, methods=["GET"]),
        Route("/demandes/nouvelle", send, methods=["POST"]),
        Route("/demandes/nouvelle/personnes", find, methods=["POST"]),
        Route("/demandes/nouvelle/courriel", show_mail, methods=["GET"]),
        Route("/demandes/nouvelle/courriel", read_mail, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the blank form."""
    only_professionals(request)
    came = {"origin": "contextual-call"} if request.query_params.get("voie") == FROM_SOFTWARE else {}
    return await _page(request, Form(values=START | came), status=200)


async def find(request: Request) -> Response:
    """Show who may be the same among those I may see: names travel in the body, never in an address."""
    only_professionals(request)
    form = await read_form(request)
    is_live = "hx-request" in request.headers
    context = {**_choices(request), "form": form, "found": await _alike(request, form)}
    return await render(request, "requests/new.html", context, block="found" if is_live else None)


async def show_mail(request: Request) -> Response:
    """Ask for the message to take over."""
    only_professionals(request)
    return await render(request, "requests/mail.html", {"form": Form(), "mail_length": DETAILS_LENGTH})


async def read_mail(request: Request) -> Response:
    """Show the form filled with what a pasted message says; nothing is kept of it before it is sent."""
    only_professionals(request)
    form = await read_form(request)
    text = form.text("mail", missing="Collez le message reçu.", length_max=DETAILS_LENGTH)
    if not form.is_valid:
        context = {"form": form, "mail_length": DETAILS_LENGTH}
        return await render(request, "requests/mail.html", context, status=422)
    return await _page(request, Form(values=START | filled_from_mail(text, REASON_LENGTH)), status=200)


async def send(request: Request) -> Response:
    """Send the request; sent twice, it exists once."""
    only_professionals(request)
    form = await read_form(request)
    if form.value("act") == "find":
        return await find(request)
    new, files = _read(request, form), await files_sent(form)
    if not form.is_valid:
        return await _page(request, form, status=422)
    hours = site_of(request).territory.targets.hours_for(new.kind, is_urgent=new.is_urgent)
    try:
        id_ = await requests.submit_request(
            request.state.door, new, request_id=form.form_id, due_hours=hours, files=files
        )
    except CordeeError as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=refusal.http_status)
    notice = Notice(message=f"Demande {requests.number_of(id_)} envoyée. Vous pouvez suivre ici la réponse.")
    return answer_done(notice, f"/demandes/{id_}", partial=False)


async def _page(request: Request, form: Form, *, status: int) -> Response:
    context = {**_choices(request), "form": form, "found": await _alike(request, form)}
    return await render(request, "requests/new.html", context, status=status)


async def _alike(request: Request, form: Form) -> tuple[Alike, ...]:
    words = form.value("who") or f"{form.value('given')} {form.value('family')}"
    return await requests.people_alike(request.state.door, words[:REASON_LENGTH], named_so_far(request, form))


def _choices(request: Request) -> dict[str, object]:
    territory = site_of(request).territory
    return {
        "genders": GENDERS,
        "urgencies": URGENCIES,
        "kinds": KIND_OPTIONS,
        "consents": CONSENT_OPTIONS,
        "origins": TAKEN_DOWN_OPTIONS,
        "themes": list(themes_of(request).items()),
        "towns": [commune.name for commune in territory.communes],
        "for_someone": request.state.actor.is_coordinator,
        "target_hours": territory.targets.qualify_request_hours,
        "reason_length": REASON_LENGTH,
        "details_length": DETAILS_LENGTH,
        "files_max": FILES_AT_ONCE,
    }


def _read(request: Request, form: Form) -> NewRequest:
    person = form.text("person") or NEW_PERSON
    themes = themes_of(request)
    theme = form.choice("theme", themes)
    return NewRequest(
        reason=form.text(
            "reason",
            missing="Dites en une phrase ce qui amène à demander de l’aide.",
            length_max=REASON_LENGTH,
        ),
        details=form.text("details", length_max=DETAILS_LENGTH),
        is_urgent=form.choice("urgency", {"routine", "urgent"}) == "urgent",
        patient_id="" if person == NEW_PERSON else person,
        identity=identity_of(request, form) if person == NEW_PERSON else None,
        caller=_caller(form) if request.state.actor.is_coordinator else None,
        kind=form.choice("kind", dict(KIND_OPTIONS)),
        theme=theme,
        theme_label=themes.get(theme, ""),
        origin=_origin(request, form),
        consent=form.choice("consent", dict(CONSENT_OPTIONS)),
    )


def _origin(request: Request, form: Form) -> str:
    if form.value("origin") == "contextual-call":
        return "contextual-call"
    taken_down = {code for code, *_ in TAKEN_DOWN_OPTIONS}
    return (request.state.actor.is_coordinator and form.choice("origin", taken_down)) or "professional-form"


def _caller(form: Form) -> Caller | None:
    name = form.text("caller")
    phone = form.text("caller_phone", length_max=PHONE_LENGTH)
    email = form.text("caller_email", length_max=EMAIL_LENGTH)
    if not name and (phone or email):
        form.errors["caller"] = "Dites qui demande : son nom, et ce qu’il est pour la personne."
    return Caller(name=name, phone=phone, email=email) if name else None
