"""The minutes of one person: kept at every pause in writing, validated by one tap, with what is decided beside."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.documents import SHELVES as PAPERS
from cordee.care.documents import documents_of
from cordee.care.meetings import (
    Minutes,
    Reviewed,
    add_decision,
    read_meeting,
    read_minutes,
    save_draft,
    validate,
)
from cordee.care.meetings.following import decisions_of
from cordee.care.meetings.minutes import PART_LENGTH_MAX
from cordee.kernel.clock import now
from cordee.kernel.errors import Category, CordeeError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.record.acts import carried_out, ensure_may_write
from cordee.web.site import site_of, today_of

TASK_LENGTH = 300
_TAKEN = frozenset({Category.CONFLICT, Category.PRECONDITION, Category.FORBIDDEN})


async def page(request: Request) -> Response:
    """Show the minutes as they stand."""
    meeting, person = await _found(request)
    door: Door = request.state.door
    chart = await open_chart(door, person.patient_id, PAPERS)
    written = (await read_minutes(door, [person.one.id])).get(person.one.id, Minutes())
    form = Form(
        values={
            "discussion": written.discussion,
            "decision": written.decision,
            "version": str(written.version),
        }
    )
    coming = [one.reference or one.name for one in person.one.attendees if one.answer == "accepted"]
    form.tick("present", *(written.present or coming))
    return await _page(request, chart, meeting, person, written, form)


async def draft(request: Request) -> Response:
    """Keep what is written, and say so; when somebody else holds the pen, say who must be asked."""
    ensure_may_write(request, cat.MEDICAL)
    _, person = await _found(request)
    written = _written(await read_form(request))
    refusal = ""
    version = written.version
    try:
        version = await save_draft(request.state.door, person, written)
    except CordeeError as error:
        if error.category not in _TAKEN:
            raise
        refusal = error.message_fr
    return await render(
        request, "meetings/draft_state.html", {"version": version, "refusal": refusal, "at": now()}
    )


async def make_final(request: Request) -> Response:
    """Validate the minutes, or show again what lacks."""
    ensure_may_write(request, cat.MEDICAL)
    meeting, person = await _found(request)
    door: Door = request.state.door
    form = await read_form(request)
    written = _written(form)
    site = site_of(request)
    if await carried_out(
        form,
        lambda: validate(
            door, meeting, person, written, service=site.territory.name, on=today_of(request), zone=site.zone
        ),
    ):
        return done(
            request, "Compte rendu validé et partagé avec le cercle.", back=f"/concertations/{meeting.id}"
        )
    chart = await open_chart(door, person.patient_id, PAPERS)
    return await _page(request, chart, meeting, person, written, form)


async def task(request: Request) -> Response:
    """Show the form of a task born of the meeting, or give it."""
    ensure_may_write(request, cat.PLAN)
    meeting, person = await _found(request)
    door: Door = request.state.door
    form = await read_form(request) if request.method == "POST" else Form()
    chart = await open_chart(door, person.patient_id)
    if request.method == "POST":
        text = form.text("text", missing="Écrivez ce qui est à faire.", length_max=TASK_LENGTH)
        owner, due_on = form.text("owner", missing="Choisissez qui s’en charge."), form.day("due_on")
        if await carried_out(form, lambda: add_decision(door, person, text, owner, due_on, form.form_id)):
            back = f"/concertations/{meeting.id}/{person.patient_id}"
            return done(request, "Tâche confiée.", back=back)
    members = {one.reference: f"{one.person.name}, {one.role}" for one in circle_of(chart, now()).present}
    owners = list(({door.actor.who: f"Moi ({door.actor.name})"} | members).items())
    context = {"form": form, "meeting": meeting, "person": person, "owners": owners}
    return await render(request, "meetings/task.html", context, status=422 if form.errors else 200)


async def _found(request: Request) -> tuple[Any, Reviewed]:
    meeting = await read_meeting(request.state.door, request.path_params["meeting_id"])
    return meeting, meeting.person(request.path_params["patient_id"])


async def _page(
    request: Request, chart: Chart, meeting: Any, person: Reviewed, written: Minutes, form: Form
) -> Response:
    actor = request.state.actor
    decided = decisions_of(chart, person)
    papers = {one.id: one for one in documents_of(chart)}
    context = {
        "meeting": meeting, "person": person, "minutes": written, "form": form, "here": request.url.path,
        "papers": [papers[one] for one in person.documents if one in papers],
        "decided": [one for one in decided if one.is_here], "pending": [one for one in decided if not one.is_here],
        "may_minute": actor.may_write(cat.MEDICAL) and written.author in ("", actor.who),
        "may_task": actor.may_write(cat.PLAN),
        "present": form.several("present"),
    }  # fmt: skip
    return await render(request, "meetings/minutes.html", context, status=422 if form.errors else 200)


def _written(form: Form) -> Minutes:
    return Minutes(
        discussion=form.text("discussion", length_max=PART_LENGTH_MAX),
        decision=form.text("decision", length_max=PART_LENGTH_MAX),
        present=tuple(form.several("present")),
        version=form.version() or 0,
        is_final=form.value("is_final") == "yes",
    )


_AT = "/concertations/{meeting_id}/{patient_id}"
ROUTES = (
    Route(f"{_AT}", page, methods=["GET"]),
    Route(f"{_AT}/brouillon", draft, methods=["POST"]),
    Route(f"{_AT}/valider", make_final, methods=["POST"]),
    Route(f"{_AT}/tache", task, methods=["GET", "POST"]),
)
