"""The forms that write a decision down: informed, agrees outside the care team, refuses."""

from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.consent.recording import record_information, record_permission, record_refusal
from cordee.care.consent.rights import may_record
from cordee.care.consent.shape import Recipient
from cordee.care.consent.standing import outside_members
from cordee.care.reader_words import CLASS_WORDS, PART_WORDS
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, form_page
from cordee.web.record.consent_fields import blank, choices, collected
from cordee.web.record.frame import root_of
from cordee.web.site import today_of

CLASSES = [name for name in CLASS_WORDS if name != "person"]
SHARED_PARTS = ("plan", "agenda", "notebook", "documents", "measures", "social", "medical")
DURATIONS = {"180": "Six mois", "365": "Un an", "0": "Jusqu’au retrait"}
EVERYTHING, SOME_PARTS = "all", "parts"
DAYS_MAX = 365


async def information(request: Request) -> Response:
    """Write down that the person was informed and does not object."""
    door, chart, form = await _opened(request)
    if request.method == "POST":
        given = await collected(request, chart, form)
        if await carried_out(form, lambda: record_information(door, chart.patient_id, given)):
            return _done(request, chart, "C’est noté : information donnée, sans opposition.", form)
    return await form_page(request, "record/information_form.html", chart, form, choices(request, chart))


async def permission(request: Request) -> Response:
    """Write down a consent to share with somebody outside the care team."""
    door, chart, form = await _opened(request, parts=("plan", "agenda"), lasts="365", member=_wanted(request))
    outside = outside_members(chart, now())
    if request.method == "POST":
        given = await collected(request, chart, form)
        whom = _recipients(form.several("recipient"))
        if not whom:
            form.errors["recipient"] = "Choisissez à qui cet accord profite."
        parts = [one for one in form.several("parts") if one in SHARED_PARTS]
        if not parts:
            form.errors["parts"] = "Choisissez au moins une partie du dossier."
        ends = _end(form, today_of(request))
        if await carried_out(
            form,
            lambda: record_permission(door, chart.patient_id, whom, given, categories=parts, ends=ends),
        ):
            return _done(request, chart, "Accord enregistré : l’accès est ouvert.", form)
    context = {
        **choices(request, chart),
        "members": [(one, chart.person(one).name) for one in outside],
        "classes": [(f"class:{one}", CLASS_WORDS[one].name) for one in CLASSES],
        "parts": [(one, PART_WORDS[one]) for one in SHARED_PARTS],
        "durations": list(DURATIONS.items()),
    }
    return await form_page(request, "record/permission_form.html", chart, form, context)


async def refusal(request: Request) -> Response:
    """Write down a refusal: of somebody, a class or everyone; for all, some parts, or one document."""
    door, chart, form = await _opened(request, what=EVERYTHING, member=_wanted(request))
    document_id = request.path_params.get("document_id", "")
    if request.method == "POST":
        given = await collected(request, chart, form)
        whom = form.several("recipient")
        everyone = "everyone" in whom
        parts = [one for one in form.several("parts") if one in PART_WORDS]
        what = form.value("what")
        if not whom:
            form.errors["recipient"] = "Choisissez à qui ne plus montrer."
        if not document_id and what == SOME_PARTS and not parts:
            form.errors["parts"] = "Choisissez ce qui ne doit plus être vu."
        if everyone and not document_id and what != SOME_PARTS:
            form.errors["what"] = (
                "À tout le monde : choisissez des parties, ou demandez la fin de l’accompagnement."
            )
        if await carried_out(
            form,
            lambda: record_refusal(
                door, chart.patient_id, [] if everyone else _recipients(whom), given,
                categories=parts if what == SOME_PARTS and not document_id else (), document_id=document_id,
            ),
        ):  # fmt: skip
            return _done(request, chart, "Refus enregistré : l’accès s’arrête tout de suite.", form)
    context = {
        **choices(request, chart),
        "members": [
            (one.reference, one.person.name)
            for one in circle_of(chart, now()).present
            if one.person.kind != "person" and one.reference != door.actor.who
        ],
        "classes": [(f"class:{one}", CLASS_WORDS[one].name) for one in CLASSES],
        "parts": list(PART_WORDS.items()),
        "document": document_id,
    }
    return await form_page(request, "record/refusal_form.html", chart, form, context)


async def _opened(
    request: Request, *, parts: tuple[str, ...] = (), member: str = "", **values: str
) -> tuple[Door, Chart, Form]:
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    if not may_record(chart, door.actor):
        raise NotFoundError
    if request.method == "POST":
        return door, chart, await read_form(request)
    form = blank(request, chart, values)
    form.tick("parts", *parts)
    form.tick("recipient", *((member,) if member else ()))
    return door, chart, form


def _recipients(values: list[str]) -> list[Recipient]:
    return [
        Recipient(reader_class=one.removeprefix("class:"), display=_class_name(one))
        if one.startswith("class:")
        else Recipient(reference=one)
        for one in values
        if one != "everyone"
    ]


def _class_name(value: str) -> str:
    words = CLASS_WORDS.get(value.removeprefix("class:"))
    return words.name if words else ""


def _end(form: Form, on: date) -> str:
    days = int(form.choice("lasts", DURATIONS, missing="Choisissez une durée.") or 0)
    return (on + timedelta(days=min(days, DAYS_MAX))).isoformat() if days else ""


def _wanted(request: Request) -> str:
    """Return the member the address names, if it does."""
    parameters = request.path_params
    return f"{parameters['type']}/{parameters['id']}" if "type" in parameters else ""


def _done(request: Request, chart: Chart, message: str, form: Form) -> Response:
    back = f"{root_of(chart.patient_id)}/consentement"
    return done(request, message, back=back, undo=f"{back}/{form.form_id}/annuler")


ROUTES = (
    Route("/dossiers/{patient_id}/consentement/information", information, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/consentement/accord", permission, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/consentement/accord/{type}/{id}", permission, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/consentement/refus", refusal, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/documents/{document_id}/refus", refusal, methods=["GET", "POST"]),
)
