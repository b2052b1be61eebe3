"""Opening a record in an emergency: ask whether it exists, say why, and go; closing it again."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.habilitation import emergency_hours
from cordee.care.emergency import (
    REASONS,
    WORDS_LENGTH_MAX,
    Question,
    ask_whether_it_exists,
    open_in_emergency,
)
from cordee.care.strict_traits import GENDERS, StrictTraits
from cordee.kernel.clock import now
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store.emergencies import QUESTION_MINUTES
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.site import site_of, today_of

ROOT = "/urgence"
PURPOSE = "emergency"
_GENDERS = (("female", "Femme"), ("male", "Homme"))
_PLACE_LENGTH = 5  # of an INSEE code


def routes() -> list[Route]:
    """Return the routes of an emergency access."""
    return [
        Route(ROOT, ask, methods=["GET"]),
        Route(ROOT, answer, methods=["POST"]),
        Route(f"{ROOT}/fermer/{{patient_id}}", close, methods=["POST"]),
        Route(f"{ROOT}/{{question}}", show_reason, methods=["GET"]),
        Route(f"{ROOT}/{{question}}", open_record, methods=["POST"]),
    ]


async def ask(request: Request) -> Response:
    """Show the form of the traits."""
    _must_be_allowed(request)
    return await _asking(request, Form(), status=200)


async def answer(request: Request) -> Response:
    """Say whether exactly one record has these traits: it then goes on to the reason; nothing more is told."""
    _must_be_allowed(request)
    form = await read_form(request)
    traits = _traits(request, form)
    if traits is None:
        return await _asking(request, form, status=422)
    platform = site_of(request).gate.system_door(PURPOSE)
    try:
        found = await ask_whether_it_exists(request.state.door, platform, traits, form_id=form.form_id)
    except CordeeError as refusal:
        if isinstance(refusal, ForbiddenError):
            raise
        form.refuse(refusal)
        return await _asking(request, form, status=refusal.http_status)
    if not found.is_found:
        return await render(request, "emergency/none.html", {"root": ROOT})
    return RedirectResponse(_next(found, form), status_code=303)


async def show_reason(request: Request) -> Response:
    """Say that a record exists, and ask why it has to be opened."""
    await _must_be_open(request)
    return await _reasoning(request, Form(), status=200)


async def open_record(request: Request) -> Response:
    """Open the record and go there; the person, the referent and the privacy officer are told."""
    await _must_be_open(request)
    form = await read_form(request)
    reason = form.choice("reason", REASONS, missing="Choisissez le motif.")
    words = form.text("words", missing="Dites pourquoi en quelques mots.", length_max=WORDS_LENGTH_MAX)
    if not form.is_valid:
        return await _reasoning(request, form, status=422)
    try:
        opened = await open_in_emergency(
            request.state.door, request.path_params["question"], reason=reason, words=words
        )
    except CordeeError as refusal:
        if isinstance(refusal, (ForbiddenError, NotFoundError)):
            raise
        form.refuse(refusal)
        return await _reasoning(request, form, status=422)
    return RedirectResponse(f"/dossiers/{opened.patient_id}", status_code=303)


async def close(request: Request) -> Response:
    """End the access before its time."""
    door: Door = request.state.door
    await door.emergency.close(request.path_params["patient_id"])
    return done(request, "Accès d’urgence refermé.", back="/")


def _next(found: Question, form: Form) -> str:
    if found.own_patient_id:
        return f"/dossiers/{found.own_patient_id}"
    return f"{ROOT}/{form.form_id}"


def _must_be_allowed(request: Request) -> None:
    if not request.state.door.emergency.is_allowed:
        raise NotFoundError  # no such page for them


async def _must_be_open(request: Request) -> None:
    _must_be_allowed(request)
    if not await request.state.door.emergency.is_open_to(request.path_params["question"]):
        raise NotFoundError


def _traits(request: Request, form: Form) -> StrictTraits | None:
    family = form.text("family", missing="Écrivez le nom de naissance.", length_max=80)
    given = form.text("given", missing="Écrivez le premier prénom de naissance.", length_max=80)
    gender = form.choice("gender", GENDERS, missing="Choisissez le sexe.")
    today = today_of(request)
    born_on = form.day("born_on", missing="Écrivez la date de naissance.", latest=today)
    birthplace = form.text("birthplace", length_max=_PLACE_LENGTH).upper()
    if not form.is_valid or born_on is None:
        return None
    return StrictTraits(family=family, given=given, gender=gender, born_on=born_on, birthplace=birthplace)


async def _asking(request: Request, form: Form, *, status: int) -> Response:
    context = {"form": form, "root": ROOT, "genders": _GENDERS, "hours": emergency_hours()}
    return await render(request, "emergency/ask.html", context, status=status)


async def _reasoning(request: Request, form: Form, *, status: int) -> Response:
    context = {
        "form": form,
        "here": f"{ROOT}/{request.path_params['question']}",
        "reasons": list(REASONS.items()),
        "hours": emergency_hours(),
        "until": now() + timedelta(hours=emergency_hours()),
        "minutes": QUESTION_MINUTES,
        "words_max": WORDS_LENGTH_MAX,
    }
    return await render(request, "emergency/reason.html", context, status=status)
