"""The forms of an appointment: taking it, moving it, cancelling it with a reason, answering; each can be taken back."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import agenda
from cordee.care.agenda.booking import minutes_of, read_appointment
from cordee.care.agenda.hours import give_back
from cordee.care.agenda.kinds import MEETING, REASONS
from cordee.care.agenda.taking_part import attendees_of
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.care.elements import id_in, instant
from cordee.care.errors import CareError
from cordee.care.wall_clock import instant_on_wall
from cordee.fhir.r4 import Appointment
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.whole_number import whole_number
from cordee.store import categories as cat
from cordee.web.forms import VERSION_MAX, Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page, hour_of
from cordee.web.record.frame import root_of
from cordee.web.site import site_of

DURATIONS = {
    "15": "15 min", "20": "20 min", "30": "30 min", "45": "45 min", "60": "1 h", "90": "1 h 30", "120": "2 h",
    "180": "3 h", "240": "4 h",
}  # fmt: skip
WORDS_LENGTH = 120
MOVED = "Rendez-vous déplacé. Les autres sont invités à répondre de nouveau."


async def new(request: Request) -> Response:
    """Show a blank appointment, or take the one sent, at the hours of the territory; hours taken are told first."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    blank = {"kind": "visit", "minutes": "30", "day": request.query_params.get("jour", "")}
    form = await read_form(request) if request.method == "POST" else Form(values=blank)
    chart = await open_chart(door, patient_id)
    found: tuple[agenda.Clash, ...] = ()
    if request.method == "POST":
        booking = _booking(form, site_of(request).zone)
        if booking is not None and not form.ticked("despite"):
            found = await agenda.clashes(door, chart, booking.members, booking.start, booking.minutes)
        if await _booked(door, patient_id, form, booking, found):
            back = f"{root_of(patient_id)}/agenda"
            return done(request, "Rendez-vous ajouté.", back=back, undo=f"{back}/{form.form_id}/annuler")
    context = {
        "kinds": [(code, word, icon) for code, (word, icon) in agenda.KINDS.items() if code != MEETING],
        "durations": list(DURATIONS.items()),
        "members": _members(door, chart),
        "chosen": form.several("members"),
        "clashes": found,
    }
    return await form_page(request, "record/meeting_form.html", chart, form, context)


async def move(request: Request) -> Response:
    """Show the form that moves an appointment, or move it; hours taken are told first."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    appointment = await read_appointment(door, patient_id, id_)
    zone = site_of(request).zone
    chart = await open_chart(door, patient_id)
    form = await read_form(request) if request.method == "POST" else Form(values=_values(appointment, zone))
    found: tuple[agenda.Clash, ...] = ()
    if request.method == "POST":
        start, minutes = _moment(form, zone), _minutes(form)
        if start is not None and form.is_valid and not form.ticked("despite"):
            who = [one.reference for one in attendees_of(appointment)]
            found = await agenda.clashes(door, chart, who, start, minutes, but=id_)
        expected = form.version()
        before: list[int] = []

        async def act() -> None:
            assert start is not None
            before.append(await agenda.move(door, patient_id, id_, start, minutes, expected))

        if start is not None and not found and await carried_out(form, act):
            back = f"{root_of(patient_id)}/agenda"
            undo = f"{back}/{id_}/remettre?version={before[0]}" if before else None
            return done(request, MOVED, back=back, undo=undo)
    context = {
        "one": agenda.rendezvous_of(chart, appointment), "durations": list(DURATIONS.items()), "clashes": found,
    }  # fmt: skip
    return await form_page(request, "record/move_form.html", chart, form, context)


async def cancel(request: Request) -> Response:
    """Ask why, or cancel an appointment; sent without a reason, as an undo is, it was taken by error."""
    ensure_may_write(request, cat.AGENDA)
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    if request.method == "GET":
        chart = await open_chart(door, patient_id)
        found = agenda.rendezvous_of(chart, await read_appointment(door, patient_id, id_))
        context = {"one": found, "reasons": list(REASONS.items())}
        return await form_page(
            request, "record/cancel_form.html", chart, Form(values={"reason": "pat"}), context
        )
    form = await read_form(request)
    reason = form.value("reason") if form.value("reason") in REASONS else "error"
    words = form.text("words", length_max=WORDS_LENGTH)[:WORDS_LENGTH]
    before = await agenda.cancel(door, patient_id, id_, reason, words)
    taken = (await read_appointment(door, patient_id, id_)).slot or ()
    if taken:
        await give_back(site_of(request).gate.system_door("hours"), [id_in(one, "Slot") for one in taken])
    back = f"{root_of(patient_id)}/agenda"
    return done(request, "Rendez-vous annulé.", back=back, undo=f"{back}/{id_}/remettre?version={before}")


async def put_back(request: Request) -> Response:
    """Put an appointment back as it stood before the last act."""
    ensure_may_write(request, cat.AGENDA)
    version = whole_number(request.query_params.get("version", ""), VERSION_MAX)
    if version is None:
        raise NotFoundError
    patient_id = request.path_params["patient_id"]
    await agenda.put_back(request.state.door, patient_id, request.path_params["id"], version)
    return done(request, "Comme avant.", back=f"{root_of(patient_id)}/agenda")


async def answer(request: Request) -> Response:
    """Say whether I come."""
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    form = await read_form(request)
    comes = form.value("comes") == "yes"
    before = await agenda.answer(request.state.door, patient_id, id_, comes=comes)
    said = "Vous avez dit que vous venez." if comes else "Vous avez dit que vous ne venez pas."
    back = f"{root_of(patient_id)}/agenda"
    return done(request, said, back=back, undo=f"{back}/{id_}/remettre?version={before}")


async def _booked(
    door: Door, patient_id: str, form: Form, booking: agenda.Booking | None, found: tuple[agenda.Clash, ...]
) -> bool:
    if booking is None or found:
        return False
    return await carried_out(form, lambda: agenda.book(door, patient_id, booking))


def _minutes(form: Form) -> int:
    return int(form.choice("minutes", DURATIONS, missing="Choisissez la durée.") or 0)


def _booking(form: Form, zone: ZoneInfo) -> agenda.Booking | None:
    kind = form.choice("kind", agenda.KINDS, missing="Choisissez le genre de rendez-vous.")
    start = _moment(form, zone)
    minutes = _minutes(form)
    title, place = form.text("title", length_max=120), form.text("place", length_max=120)
    if start is None or not form.is_valid:
        return None
    return agenda.Booking(
        title=title, kind=kind, start=start, minutes=minutes, members=form.several("members"), place=place,
        form_id=form.form_id,
    )  # fmt: skip


def _moment(form: Form, zone: ZoneInfo) -> datetime | None:
    day = form.day("day", missing="Choisissez le jour.")
    hour = hour_of(form, "hour", missing="Écrivez l’heure.")
    if day is None or hour is None:
        return None
    return wall(form, day, hour, zone)


def wall(form: Form, day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """Return an instant on the territory's clocks, or None with the error under its field."""
    try:
        return instant_on_wall(day, hour, zone)
    except CareError as error:
        form.errors[error.field] = error.message_fr
        return None


def _values(appointment: Appointment, zone: ZoneInfo) -> dict[str, str]:
    start = instant(appointment.start)
    if start is None:
        raise NotFoundError
    local = start.astimezone(zone)
    minutes = str(minutes_of(appointment))
    version = (appointment.meta.versionId if appointment.meta else None) or ""
    return {
        "day": local.date().isoformat(),
        "hour": f"{local:%H:%M}",
        "minutes": minutes if minutes in DURATIONS else "30",
        "version": version,
    }


def _members(door: Door, chart: Chart) -> list[tuple[str, str]]:
    present = {one.reference: f"{one.person.name}, {one.role}" for one in circle_of(chart, now()).present}
    return list(({door.actor.who: f"Moi ({door.actor.name})"} | present).items())


_AT = "/dossiers/{patient_id}/agenda"
ROUTES = (
    Route(f"{_AT}/nouveau", new, methods=["GET", "POST"]),
    Route(f"{_AT}/{{id}}/deplacer", move, methods=["GET", "POST"]),
    Route(f"{_AT}/{{id}}/annuler", cancel, methods=["GET", "POST"]),
    Route(f"{_AT}/{{id}}/remettre", put_back, methods=["POST"]),
    Route(f"{_AT}/{{id}}/reponse", answer, methods=["POST"]),
)
