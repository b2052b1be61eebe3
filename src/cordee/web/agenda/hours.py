"""My hours: when I am there, each day of the week, and the slots colleagues may take."""

from datetime import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.agenda.hours import Opening, declare_hours, openings_of
from cordee.care.agenda.hours.declaring import OPEN_DAYS, SLOT_MINUTES
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.record.acts import carried_out, hour_of
from cordee.web.site import site_of

PATH = "/agenda/disponibilites"
PURPOSE = "hours"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
PARTS = (("am", "matin"), ("pm", "après-midi"))
SLOTS = [("0", "Aucun"), *((str(one), f"{one} min") for one in SLOT_MINUTES)]


async def show(request: Request) -> Response:
    """Show my hours, or declare those sent."""
    door: Door = request.state.door
    if not door.actor.is_professional:
        return RedirectResponse("/mon-espace", status_code=303)
    if request.method == "GET":
        form = Form(values=_values((await openings_of(door, [door.actor.who])).get(door.actor.who, [])))
        return await _page(request, form)
    form = await read_form(request)
    openings = [one for day in range(len(DAYS)) for part, _ in PARTS if (one := _opening(form, day, part))]
    length = int(form.choice("slots", dict(SLOTS)) or 0)
    platform, zone = site_of(request).gate.system_door(PURPOSE), site_of(request).zone
    if await carried_out(form, lambda: declare_hours(platform, door.actor, zone, openings, length)):
        return done(request, "Disponibilités enregistrées.", back="/agenda")
    return await _page(request, form)


def _opening(form: Form, day: int, part: str) -> Opening | None:
    start, end = hour_of(form, f"{part}_from_{day}"), hour_of(form, f"{part}_to_{day}")
    if start is None and end is None:
        return None
    if start is None or end is None or end <= start:
        form.errors[f"{part}_from_{day}"] = (
            f"{DAYS[day].capitalize()} : écrivez de quelle heure à quelle heure."
        )
        return None
    return Opening(weekday=day, start=start, end=end)


def _values(openings: list[Opening]) -> dict[str, str]:
    values = {"slots": "0"}
    for one in openings:
        part = "am" if one.start < time(12, 30) and f"am_from_{one.weekday}" not in values else "pm"
        values[f"{part}_from_{one.weekday}"] = f"{one.start:%H:%M}"
        values[f"{part}_to_{one.weekday}"] = f"{one.end:%H:%M}"
    return values


async def _page(request: Request, form: Form) -> Response:
    context = {
        "form": form,
        "days": list(enumerate(DAYS)),
        "parts": PARTS,
        "slots": SLOTS,
        "open_days": OPEN_DAYS,
    }
    return await render(request, "agenda/hours.html", context, status=422 if form.errors else 200)


ROUTES = (Route(PATH, show, methods=["GET", "POST"]),)
