"""The agenda: what comes and what is past, and the form that adds an appointment."""

from datetime import date, time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import agenda
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page, hour_of
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of

DURATIONS = {"15": "15 min", "30": "30 min", "45": "45 min", "60": "1 h", "90": "1 h 30", "120": "2 h"}
PAST_SHOWN = 30


async def page(request: Request) -> Response:
    """Show the appointments."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], agenda.SHELVES)
    found = agenda.agenda_of(chart, now())
    context = {"agenda": found, "past": found.past[:PAST_SHOWN]}
    return await show(request, "record/agenda.html", chart, "/agenda", context)


async def new_meeting(request: Request) -> Response:
    """Show a blank appointment, or add the one sent, at the hours of the territory."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = (
        await read_form(request)
        if request.method == "POST"
        else Form(values={"kind": "visit", "minutes": "30"})
    )
    if request.method == "POST" and await _added(request, door, patient_id, form):
        back = f"{root_of(patient_id)}/agenda"
        return done(request, "Rendez-vous ajouté.", back=back, undo=f"{back}/{form.form_id}/annuler")
    chart = await open_chart(door, patient_id)
    context = {
        "kinds": [(code, word, icon) for code, (word, icon) in agenda.KINDS.items()],
        "durations": list(DURATIONS.items()),
        "members": _members(door, chart),
        "chosen": form.several("members"),
    }
    return await form_page(request, "record/meeting_form.html", chart, form, context)


async def cancel(request: Request) -> Response:
    """Cancel an appointment."""
    door, patient_id, meeting_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await agenda.cancel_meeting(door, patient_id, meeting_id)
    back = f"{root_of(patient_id)}/agenda"
    return done(request, "Rendez-vous annulé.", back=back, undo=f"{back}/{meeting_id}/maintenir")


async def keep(request: Request) -> Response:
    """Book again an appointment that was cancelled."""
    door, patient_id, meeting_id = (
        request.state.door,
        request.path_params["patient_id"],
        request.path_params["id"],
    )
    await agenda.cancel_meeting(door, patient_id, meeting_id, take_back=True)
    return done(request, "Rendez-vous maintenu.", back=f"{root_of(patient_id)}/agenda")


async def _added(request: Request, door: Door, patient_id: str, form: Form) -> bool:
    kind = form.choice("kind", agenda.KINDS, missing="Choisissez le genre de rendez-vous.")
    day = form.day("day", missing="Choisissez le jour.")
    hour = hour_of(form, "hour", missing="Écrivez l’heure.")
    minutes = int(form.choice("minutes", DURATIONS, missing="Choisissez la durée.") or 0)
    title, place = form.text("title", length_max=120), form.text("place", length_max=120)
    return await carried_out(
        form,
        lambda: agenda.add_meeting(
            door, patient_id, site_of(request).zone, title=title, kind=kind, day=day or date.min,
            hour=hour or time.min, minutes=minutes, members=form.several("members"), place=place, form_id=form.form_id,
        ),
    )  # fmt: skip


def _members(door: Door, chart: Chart) -> list[tuple[str, str]]:
    present = {one.reference: f"{one.person.name}, {one.role}" for one in circle_of(chart, now()).present}
    return list(({door.actor.who: f"Moi ({door.actor.name})"} | present).items())


ROUTES = (
    Route("/dossiers/{patient_id}/agenda", page),
    Route("/dossiers/{patient_id}/agenda/nouveau", new_meeting, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/agenda/{id}/annuler", cancel, methods=["POST"]),
    Route("/dossiers/{patient_id}/agenda/{id}/maintenir", keep, methods=["POST"]),
)
