"""The forms of a meeting: calling it, adding a person, the question, inviting, moving, setting it off."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import worklist
from cordee.care.agenda.guests import Guest
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.documents import SHELVES as PAPERS
from cordee.care.documents import documents_of
from cordee.care.meetings import (  # fmt: skip
    Calling,
    add_person,
    ask_question,
    call_meeting,
    invite,
    move_meeting,
    read_meeting,
    set_meeting_off,
)
from cordee.kernel.clock import now
from cordee.kernel.ids import is_id
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.record.acts import carried_out, ensure_may_write, hour_of
from cordee.web.record.agenda_acts import DURATIONS, wall
from cordee.web.site import site_of

RECORDS_SHOWN = 50
DOCUMENTS_SHOWN = 12
QUESTION_LENGTH = 1000
MOVED = "Concertation déplacée. Chacun est invité à répondre de nouveau."
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\"]{2,}")
Act = Callable[[], Awaitable[Any]]


async def new(request: Request) -> Response:
    """Show a blank meeting, for the record it is called from if there is one, or call it."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    blank = {"person": request.query_params.get("dossier", ""), "hour": "14:00", "minutes": "60"}
    form = await read_form(request) if request.method == "POST" else Form(values=blank)
    if request.method == "POST":
        calling, person = (
            _calling(form, request),
            form.text("person", missing="Choisissez la personne concernée."),
        )
        question = form.text("question", length_max=QUESTION_LENGTH)
        if calling is not None and await carried_out(
            form, lambda: call_meeting(door, calling, person, question, form.several("members"), form.form_id)
        ):
            return done(request, "Concertation prévue.", back=f"/concertations/{form.form_id}")
    return await _form(request, "meetings/new.html", form, await _about(door, form))


async def person(request: Request) -> Response:
    """Show the form that adds a person, or add them."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    meeting = await read_meeting(door, request.path_params["meeting_id"])
    blank = {"person": request.query_params.get("dossier", "")}
    form = await read_form(request) if request.method == "POST" else Form(values=blank)
    if request.method == "POST":
        who = form.text("person", missing="Choisissez la personne concernée.")
        question = form.text("question", length_max=QUESTION_LENGTH)
        if await carried_out(
            form, lambda: add_person(door, meeting.id, who, question, form.several("members"), form.form_id)
        ):
            return done(request, "Personne inscrite.", back=f"/concertations/{meeting.id}")
    return await _form(
        request, "meetings/person.html", form, {"meeting": meeting, **await _about(door, form)}
    )


async def question(request: Request) -> Response:
    """Show or write what is asked for one person, and the documents to look at."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    meeting = await read_meeting(door, request.path_params["meeting_id"])
    reviewed = meeting.person(patient_id)
    chart = await open_chart(door, patient_id, PAPERS)
    papers = documents_of(chart)[:DOCUMENTS_SHOWN]
    form = (
        await read_form(request) if request.method == "POST" else Form(values={"question": reviewed.question})
    )
    if request.method == "POST":
        text = form.text("question", length_max=QUESTION_LENGTH)
        chosen = [one.id for one in papers if one.id in form.several("documents")]
        if await carried_out(form, lambda: ask_question(door, meeting.id, patient_id, text, chosen)):
            return done(request, "Question enregistrée.", back=f"/concertations/{meeting.id}")
    context = {"meeting": meeting, "person": reviewed, "papers": papers}
    return await _form(request, "meetings/question.html", form, context)


async def guests(request: Request) -> Response:
    """Show who may be invited for each person, or invite them."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    meeting = await read_meeting(door, request.path_params["meeting_id"])
    form = await read_form(request) if request.method == "POST" else Form(values={"mail": "yes"})
    charts = [(one, await open_chart(door, one.patient_id)) for one in meeting.persons]
    if request.method == "POST":
        found = _guests(form)
        asked: dict[str, Sequence[str]] = {
            one.patient_id: [ref for ref in form.several("members") if chart.is_in_circle(ref, now())]
            for one, chart in charts
        }
        by_mail = form.ticked("mail")
        if await carried_out(form, lambda: invite(door, meeting.id, asked, found, by_mail=by_mail)):
            return done(request, "Invitations notées.", back=f"/concertations/{meeting.id}")
    known = {one.reference for one in meeting.attendees}
    members = {ref: name for _, chart in charts for ref, name in _circle(chart) if ref not in known}
    return await _form(
        request, "meetings/invite.html", form, {"meeting": meeting, "members": list(members.items())}
    )


async def move(request: Request) -> Response:
    """Show when and where, or change it."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    meeting = await read_meeting(door, request.path_params["meeting_id"])
    start = meeting.start.astimezone(site_of(request).zone)
    values = {
        "day": str(start.date()), "hour": f"{start:%H:%M}", "title": meeting.title, "place": meeting.place,
        "link": meeting.link, "minutes": str(int((meeting.end - meeting.start).total_seconds() // 60)),
    }  # fmt: skip
    form = await read_form(request) if request.method == "POST" else Form(values=values)
    if request.method == "POST":
        calling = _calling(form, request)
        if calling is not None and await carried_out(form, lambda: move_meeting(door, meeting.id, calling)):
            return done(request, MOVED, back=f"/concertations/{meeting.id}")
    return await _form(
        request, "meetings/move.html", form, {"meeting": meeting, "durations": list(DURATIONS.items())}
    )


async def off(request: Request) -> Response:
    """Set a meeting off, or on again."""
    ensure_may_write(request, cat.AGENDA)
    meeting_id = request.path_params["meeting_id"]
    is_off = not request.url.path.endswith("/maintenir")
    await set_meeting_off(request.state.door, meeting_id, is_off=is_off)
    back = f"/concertations/{meeting_id}"
    undo = f"{back}/maintenir" if is_off else None
    return done(
        request, "Concertation annulée." if is_off else "Concertation maintenue.", back=back, undo=undo
    )


async def circle(request: Request) -> Response:
    """Answer the circle of the person chosen in a form, to tick."""
    door: Door = request.state.door
    form = Form(values={"person": request.query_params.get("person", "")})
    return await render(request, "meetings/members.html", await _about(door, form, with_records=False))


async def _about(door: Door, form: Form, *, with_records: bool = True) -> dict[str, Any]:
    mine = (await worklist.my_records(door, closed=False)).rows if with_records else ()
    records = [(one.patient_id, one.name.polite) for one in mine]
    chosen = form.value("person")
    members = _circle(await open_chart(door, chosen)) if is_id(chosen) and chosen else []
    ticked = form.several("members") or [ref for ref, _ in members if ref.startswith("PractitionerRole/")]
    return {
        "records": records[:RECORDS_SHOWN], "members": [one for one in members if one[0] != door.actor.who],
        "chosen": ticked, "durations": list(DURATIONS.items()),
    }  # fmt: skip


def _circle(chart: Chart) -> list[tuple[str, str]]:
    return [(one.reference, f"{one.person.name}, {one.role}") for one in circle_of(chart, now()).present]


def _calling(form: Form, request: Request) -> Calling | None:
    day = form.day("day", missing="Choisissez le jour.")
    hour = hour_of(form, "hour", missing="Écrivez l’heure.")
    minutes = int(form.choice("minutes", DURATIONS, missing="Choisissez la durée.") or 0)
    title, place = form.text("title", length_max=80), form.text("place", length_max=120)
    link = form.text("link", length_max=300)
    if link and not re.fullmatch(r"https://[^\s<>\"]+", link):
        form.errors["link"] = "Une adresse qui commence par https:// est attendue."
    start: datetime | None = wall(form, day, hour, site_of(request).zone) if day and hour else None
    if start is None or not form.is_valid:
        return None
    return Calling(start=start, minutes=minutes, title=title, place=place, link=link)


def _guests(form: Form) -> list[Guest]:
    name, email = form.text("guest_name", length_max=120), form.text("guest_email", length_max=200)
    if not email:
        return []
    if not _EMAIL.fullmatch(email):
        form.errors["guest_email"] = (
            "Cette adresse n’est pas complète. Écrivez-la ainsi : prenom.nom@structure.fr."
        )
        return []
    return [Guest(name=name or email.split("@")[0], email=email)]


async def _form(request: Request, template: str, form: Form, context: dict[str, Any]) -> Response:
    return await render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


_AT = "/concertations/{meeting_id}"
ROUTES = (
    Route("/concertations/nouvelle", new, methods=["GET", "POST"]),
    Route("/concertations/cercle", circle, methods=["GET"]),
    Route(f"{_AT}/personne", person, methods=["GET", "POST"]),
    Route(f"{_AT}/inviter", guests, methods=["GET", "POST"]),
    Route(f"{_AT}/deplacer", move, methods=["GET", "POST"]),
    Route(f"{_AT}/annuler", off, methods=["POST"]),
    Route(f"{_AT}/maintenir", off, methods=["POST"]),
    Route(f"{_AT}/{{patient_id}}/question", question, methods=["GET", "POST"]),
)
