"""Free slots of the circle: one tap takes one for the person."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.agenda.hours import FreeSlot, free_slots, take_slot
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import site_of

KIND = "consultation"


async def page(request: Request) -> Response:
    """Show the free slots of the circle, or take one."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST":
        slot_id = form.text("slot", missing="Choisissez un créneau.")
        platform = site_of(request).gate.system_door("hours")
        if await carried_out(
            form, lambda: take_slot(door, platform, slot_id, patient_id, KIND, form.form_id)
        ):
            back = f"{root_of(patient_id)}/agenda"
            return done(request, "Créneau pris.", back=back, undo=f"{back}/{form.form_id}/annuler")
    chart = await open_chart(door, patient_id)
    members = [one.reference for one in circle_of(chart, now()).present]
    by_person: dict[str, dict[date, list[FreeSlot]]] = {}
    for slot in await free_slots(door, members):
        days = by_person.setdefault(chart.person(slot.who).name, {})
        days.setdefault(slot.start.astimezone(site_of(request).zone).date(), []).append(slot)
    return await form_page(request, "record/slots.html", chart, form, {"by_person": by_person})


ROUTES = (Route("/dossiers/{patient_id}/agenda/creneaux", page, methods=["GET", "POST"]),)
