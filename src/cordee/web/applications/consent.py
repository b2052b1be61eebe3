"""An application asks to act for somebody: what it would see, for whom, until when; and a yes or a no.

The request is kept under a reference first: no parameter of it crosses the sign-in page, nor stands in an address.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.applications.address import ServerAddress
from cordee.access.applications.asked import SentBackError
from cordee.access.applications.asking import REMEMBERED_DAYS, Question
from cordee.access.applications.errors import ApplicationRefusedError
from cordee.care import worklist
from cordee.care.people import full_name
from cordee.fhir.r4 import Organization
from cordee.kernel.errors import NotFoundError
from cordee.web.applications.leaving import may_leave_for
from cordee.web.applications.words import ending_words, read_words, write_words
from cordee.web.forms import Form, read_form
from cordee.web.page import render
from cordee.web.site import site_of

AUTHORIZE = "/oauth/authorize"
RECORDS_SHOWN = 12
FIELDS_MAX = 40


async def take(request: Request) -> Response:
    """Keep the request of an application and show it to the person, signing them in first; or send the refusal back."""
    if request.method == "POST":
        pairs = [(name, text) for name, text in (await request.form(max_fields=FIELDS_MAX)).multi_items()]
    else:
        pairs = list(request.query_params.multi_items())
    form = {name: text for name, text in pairs if isinstance(text, str)}
    if len(form) != len(pairs):
        raise ApplicationRefusedError
    try:
        reference = await site_of(request).gate.applications.asking.take(form, address_of(request))
    except SentBackError as refusal:
        return RedirectResponse(refusal.location, status_code=303)
    return RedirectResponse(f"/oauth/demande/{reference}", status_code=303)


async def show(request: Request) -> Response:
    """Show what is asked; or go on at once, for a record opened in an application that was given the same before."""
    question = await _question(request)
    if question.was_allowed and question.patient_id and request.method == "GET":
        return await _allow(request, question, question.patient_id)
    return await _page(request, question, Form())


async def decide(request: Request) -> Response:
    """Give, refuse, or look for the record to give; then send the person back to the application."""
    form = await read_form(request)
    asking = site_of(request).gate.applications.asking
    reference, address = request.path_params["reference"], address_of(request)
    if form.value("decision") == "refuse":
        return RedirectResponse(await asking.refuse(reference, address), status_code=303)
    question = await _question(request)
    patient_id = form.value("record") if question.patient_id is None else question.patient_id
    if form.value("decision") != "allow":
        return await _page(request, question, form)
    if question.patient_id is None and not patient_id:
        form.errors["record"] = "Choisissez la personne dont il s’agit."
        return await _page(request, question, form, status=422)
    return await _allow(request, question, patient_id)


async def _allow(request: Request, question: Question, patient_id: str) -> Response:
    """Give what is asked for a record this person sees, and send them to the application with it."""
    door: Door = request.state.door
    if patient_id and not await door.sees(patient_id):
        raise NotFoundError
    asking, reference = site_of(request).gate.applications.asking, request.path_params["reference"]
    session_id = request.state.session.id
    location = await asking.allow(reference, door.actor, session_id, patient_id, address_of(request))
    await door.note(
        "token-issue",
        type_="Patient" if patient_id else "",
        patient_id=patient_id,
        detail=question.application.name,
    )
    return RedirectResponse(location, status_code=303)


def address_of(request: Request) -> ServerAddress:
    """Return the address applications know this server by; raises NoPublicAddressError."""
    host = request.headers.get("host", "")
    return site_of(request).gate.applications.address(request.url.scheme, host)


async def _question(request: Request) -> Question:
    asking = site_of(request).gate.applications.asking
    door: Door = request.state.door
    return await asking.question(request.path_params["reference"], door.actor, request.state.session.id)


async def _page(request: Request, question: Question, form: Form, status: int = 200) -> Response:
    settings, application, scopes = site_of(request).settings, question.application, question.scopes
    door: Door = request.state.door
    context: dict[str, Any] = {
        "form": form,
        "here": request.url.path,
        "application": application.name,
        "organization": await organization_name(door, application.organization),
        "reads": read_words(scopes, application.reads),
        "writes": write_words(scopes, application.writes),
        "is_one_record": scopes.of_context("patient"),
        "tells_who": "fhirUser" in scopes or "openid" in scopes,
        "until": ending_words(
            question.ends, settings.application_token_minutes, settings.application_refresh_days
        ),
        "person": await person_name(door, question.patient_id) if question.patient_id else "",
        "remembered_days": REMEMBERED_DAYS if question.is_launch else 0,
        "must_choose": question.patient_id is None,
        "records": await _records(door, form) if question.patient_id is None else (),
    }
    response = await render(request, "applications/consent.html", context, status=status)
    return may_leave_for(response, [question.asked.redirect_uri])


async def _records(door: Door, form: Form) -> Any:
    return (await worklist.my_records(door, name=form.value("name")[:100], count=RECORDS_SHOWN)).rows


async def person_name(door: Door, patient_id: str) -> str:
    """Return how a person the door sees is called; raises NotFoundError when it sees them no more."""
    return full_name((await door.read("Patient", patient_id)).resource).polite


async def organization_name(door: Door, reference: str) -> str:
    """Return the name of a structure of the directory, or nothing."""
    found = (await door.read_many([reference])).get(reference)
    resource = found.resource if found is not None else None
    return (resource.name or "") if isinstance(resource, Organization) else ""


ROUTES = (
    Route(AUTHORIZE, take, methods=["GET", "POST"]),
    Route("/oauth/demande/{reference}", show, methods=["GET"]),
    Route("/oauth/demande/{reference}", decide, methods=["POST"]),
)
