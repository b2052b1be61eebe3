"""« Demander un appui », open to everybody: no sign-in, nobody looked up, a number to keep. See docs/requests.md."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.public_form import was_read
from cordee.access.rates import TooManyRequestsError
from cordee.access.refusals import ThrottledError
from cordee.care import requests
from cordee.care.requests import CONSENTS, NUMBER, Caller, Identity, NewRequest
from cordee.kernel.errors import NotFoundError, PayloadTooLargeError
from cordee.kernel.log import get_logger
from cordee.web.forms import Form, read_form
from cordee.web.page import render
from cordee.web.place import place_of
from cordee.web.requests.person_fields import PHONE_LENGTH, identity_of
from cordee.web.requests.words import CONSENT_OPTIONS, URGENCIES, themes_of
from cordee.web.site import site_of

ASK = "/demande"
PURPOSE = "public-request"
BODY_BYTES_MAX = 1024 * 1024
REASON_LENGTH = 120
DETAILS_LENGTH = 2000
TRAP = "subject_line"  # left empty by people, who do not see it
MYSELF = "me"
RELATIONS = {
    MYSELF: "moi-même",
    "relative": "un proche",
    "accompanied": "une personne que j’accompagne",
    "neighbour": "un voisin, une connaissance",
}
_SAID = {
    "relative": "un proche",
    "accompanied": "professionnel ou bénévole",
    "neighbour": "voisin ou connaissance",
}

_log = get_logger(__name__)


def routes() -> list[Route]:
    """Return the routes open to who is not signed in."""
    return [
        Route(ASK, show, methods=["GET"]),
        Route(ASK, send, methods=["POST"]),
        Route(f"{ASK}/recue/{{number}}", received, methods=["GET"]),
    ]


async def show(request: Request) -> Response:
    """Show the blank form."""
    return await _page(request, Form(values={"urgency": "routine", "relation": "relative"}), status=200)


async def send(request: Request) -> Response:
    """Send a request; whoever it is for, and whether they are known, the answer is the same."""
    _ensure_small(request)
    form = await read_form(request)
    new = _read(request, form)
    if form.is_valid and not was_read(form.form_id):
        form.errors["again"] = "Relisez votre demande, puis envoyez-la de nouveau."
    if not form.is_valid:
        return await _page(request, form, status=422)
    if form.value(TRAP):
        _log.info("public request left aside")
        return _thanks(form.form_id)
    site = site_of(request)
    try:
        await site.gate.public_form.let_through(place_of(request))
        hours = site.territory.targets.hours_for("", is_urgent=new.is_urgent)
        door = site.gate.system_door(PURPOSE)
        await requests.submit_from_outside(door, new, request_id=form.form_id, due_hours=hours)
    except (ThrottledError, TooManyRequestsError) as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=refusal.http_status)
    return _thanks(form.form_id)


async def received(request: Request) -> Response:
    """Say that the request has come, with its number; the number is not looked for."""
    number = request.path_params["number"]
    if not NUMBER.fullmatch(number):
        raise NotFoundError
    return await render(request, "requests/received.html", {"number": number, **_promise(request)})


def _thanks(form_id: str) -> Response:
    return RedirectResponse(f"{ASK}/recue/{requests.number_of(form_id)}", status_code=303)


def _ensure_small(request: Request) -> None:
    """Refuse unread what no form of this page sends."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > BODY_BYTES_MAX:
        raise PayloadTooLargeError(BODY_BYTES_MAX)


def _read(request: Request, form: Form) -> NewRequest:
    relation = form.choice("relation", RELATIONS, missing="Dites pour qui vous demandez.")
    person = identity_of(request, form)
    themes = themes_of(request)
    theme = form.choice("theme", themes)
    return NewRequest(
        reason=form.text(
            "reason", missing="Dites en une phrase ce qui vous amène.", length_max=REASON_LENGTH
        ),
        details=form.text("details", length_max=DETAILS_LENGTH),
        is_urgent=form.choice("urgency", {"routine", "urgent"}) == "urgent",
        identity=person,
        caller=_caller(form, relation, person),
        theme=theme,
        theme_label=themes.get(theme, ""),
        origin="public-form",
        consent="agrees" if relation == MYSELF else _consent(form),
    )


def _consent(form: Form) -> str:
    return form.choice("consent", CONSENTS, missing="Dites ce qu’en pense la personne.")


def _caller(form: Form, relation: str, person: Identity) -> Caller:
    phone = form.text("caller_phone", length_max=PHONE_LENGTH)
    email = form.text("caller_email", length_max=254)
    if email and "@" not in email:
        form.errors["caller_email"] = "Cette adresse est incomplète."
    if not phone and not email:
        form.errors["caller_phone"] = "Un téléphone ou un courriel est nécessaire pour vous répondre."
    if relation == MYSELF:
        return Caller(name=f"{person.given} {person.family.upper()}, pour soi", phone=phone, email=email)
    name = form.text("caller", missing="Dites votre nom.", length_max=80)
    return Caller(name=f"{name}, {_SAID.get(relation, '')}".rstrip(", "), phone=phone, email=email)


async def _page(request: Request, form: Form, *, status: int) -> Response:
    territory = site_of(request).territory
    context = {
        "form": form,
        "relations": list(RELATIONS.items()),
        "consents": CONSENT_OPTIONS,
        "urgencies": URGENCIES,
        "themes": list(themes_of(request).items()),
        "towns": [commune.name for commune in territory.communes],
        "trap": TRAP,
        "reason_length": REASON_LENGTH,
        "details_length": DETAILS_LENGTH,
        **_promise(request),
    }
    return await render(request, "requests/public.html", context, status=status)


def _promise(request: Request) -> dict[str, object]:
    """Return what the page promises and who answers for it."""
    wording = site_of(request).territory.wording
    return {
        "target_hours": site_of(request).territory.targets.qualify_request_hours,
        "help": wording.help,
        "controller": wording.notice.controller,
        "contact": wording.notice.contact,
    }
