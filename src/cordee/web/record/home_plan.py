"""The week at home: who comes when, and the lines of the plan behind it."""

from datetime import date, time, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.agenda import events_of_record
from cordee.care.agenda.kinds import KINDS
from cordee.care.agenda.series import (
    Line,
    NewLine,
    Rule,
    add_line,
    home_week,
    replace_line,
    restore_line,
    resume,
    stop_line,
    suspend,
)
from cordee.care.agenda.series.planning import read_line
from cordee.care.agenda.series.suspending import SHELVES, plan_of
from cordee.care.agenda.series.week import WEEK_DAYS, monday_of, span_of
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import circle_of
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.whole_number import whole_number
from cordee.store import categories as cat
from cordee.web.forms import VERSION_MAX, Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page, hour_of
from cordee.web.record.agenda_acts import DURATIONS
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of, today_of

DAYS = list(
    zip("0123456", ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"), strict=True)
)
HOME_KINDS = [
    (code, word, icon) for code, (word, icon) in KINDS.items() if code not in ("meeting", "hospital")
]
SCOPES = {"following": "À partir d’un jour", "all": "Dès aujourd’hui"}


async def week(request: Request) -> Response:
    """Show a week at home, and the lines of the plan as a list."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    zone, today = site_of(request).zone, today_of(request)
    monday = monday_of(_day(request.query_params.get("jour", ""), today))
    chart = await open_chart(door, patient_id, SHELVES)
    events = await events_of_record(door, patient_id, *span_of(monday, WEEK_DAYS, zone))
    lines = plan_of(chart, zone)
    going = [one for one in lines if not one.has_ended(today)]
    context = {
        "week": home_week(events, monday, zone),
        "lines": going,
        "ended": [one for one in lines if one.has_ended(today)],
        "is_suspended": any(one.is_suspended(today) for one in going),
        "may_resume": any(s.end is None or s.end >= today for one in going for s in one.suspensions),
        "today": today,
        "before": monday - timedelta(days=WEEK_DAYS),
        "after": monday + timedelta(days=WEEK_DAYS),
        "here": f"{request.url.path}?jour={monday}",
    }
    return await show(request, "record/home_week.html", chart, "/agenda", context)


async def new(request: Request) -> Response:
    """Show a blank line, or add the one sent."""
    ensure_may_write(request, cat.AGENDA)
    door, patient_id, zone = request.state.door, request.path_params["patient_id"], site_of(request).zone
    day = str(today_of(request))
    blank = Form(values={"kind": "visit", "minutes": "30", "hour": "08:00", "day": day, "every": "1"})
    form = await read_form(request) if request.method == "POST" else blank
    if request.method == "POST":
        line = _line(form)
        if line is not None and await carried_out(form, lambda: add_line(door, patient_id, zone, line)):
            back = f"{root_of(patient_id)}/agenda/semaine"
            undo = f"{root_of(patient_id)}/agenda/passages/{form.form_id}/arreter"
            return done(request, "Passages ajoutés.", back=back, undo=undo)
    chart = await open_chart(door, patient_id)
    return await form_page(request, "record/line_form.html", chart, form, _choices(door, chart, form, None))


async def change(request: Request) -> Response:
    """Show a line, or have it go by something else, from today or from a day on."""
    ensure_may_write(request, cat.AGENDA)
    door, patient_id, zone = request.state.door, request.path_params["patient_id"], site_of(request).zone
    line = await read_line(door, patient_id, zone, request.path_params["line_id"])
    form = await read_form(request) if request.method == "POST" else _filled(line, today_of(request))
    if request.method == "POST":
        scope = form.choice("scope", SCOPES, missing="Choisissez à partir de quand.")
        new_line = _line(form)
        first = new_line.rule.start if new_line is not None and scope == "following" else today_of(request)
        if new_line is not None and await carried_out(
            form, lambda: replace_line(door, patient_id, zone, line.id, new_line, first=first)
        ):
            return done(request, "Passages changés.", back=f"{root_of(patient_id)}/agenda/semaine")
    chart = await open_chart(door, patient_id)
    return await form_page(request, "record/line_form.html", chart, form, _choices(door, chart, form, line))


async def stop(request: Request) -> Response:
    """End a line from today on."""
    ensure_may_write(request, cat.AGENDA)
    door, patient_id, zone = request.state.door, request.path_params["patient_id"], site_of(request).zone
    line_id = request.path_params["line_id"]
    before = await stop_line(door, patient_id, zone, line_id, first=today_of(request))
    back = f"{root_of(patient_id)}/agenda/semaine"
    undo = f"{root_of(patient_id)}/agenda/passages/{line_id}/remettre?version={before}"
    return done(request, "Passages arrêtés.", back=back, undo=undo)


async def put_back(request: Request) -> Response:
    """Put back a line that was ended."""
    ensure_may_write(request, cat.AGENDA)
    version = whole_number(request.query_params.get("version", ""), VERSION_MAX)
    if version is None:
        raise NotFoundError
    form = await read_form(request)
    door, patient_id, zone = request.state.door, request.path_params["patient_id"], site_of(request).zone
    await restore_line(door, patient_id, zone, request.path_params["line_id"], version, form.form_id)
    return done(request, "Comme avant.", back=f"{root_of(patient_id)}/agenda/semaine")


async def wait(request: Request) -> Response:
    """Show the form that suspends every line, or suspend them."""
    ensure_may_write(request, cat.AGENDA)
    door, patient_id, zone = request.state.door, request.path_params["patient_id"], site_of(request).zone
    blank = Form(values={"day": str(today_of(request))})
    form = await read_form(request) if request.method == "POST" else blank
    if request.method == "POST":
        first, last = form.day("day", missing="Choisissez le premier jour."), form.day("until")
        if first is not None and await carried_out(
            form, lambda: suspend(door, patient_id, zone, first, last)
        ):
            back = f"{root_of(patient_id)}/agenda/semaine"
            undo = f"{root_of(patient_id)}/agenda/passages/reprendre?jour={first}"
            return done(request, "Passages suspendus.", back=back, undo=undo)
    chart = await open_chart(door, patient_id)
    return await form_page(request, "record/suspend_form.html", chart, form)


async def go_on(request: Request) -> Response:
    """Have suspended lines go on, from today or from the day of the address."""
    ensure_may_write(request, cat.AGENDA)
    form = await read_form(request)
    patient_id = request.path_params["patient_id"]
    first = _day(request.query_params.get("jour", ""), today_of(request))
    await resume(request.state.door, patient_id, site_of(request).zone, first, form.form_id)
    return done(request, "Les passages reprennent.", back=f"{root_of(patient_id)}/agenda/semaine")


def _line(form: Form) -> NewLine | None:
    kind = form.choice("kind", KINDS, missing="Choisissez ce qui est fait.")
    member = form.text("member", missing="Choisissez qui vient.")
    day = form.day("day", missing="Choisissez le premier jour.")
    hour: time | None = hour_of(form, "hour", missing="Écrivez l’heure.")
    minutes = int(form.choice("minutes", DURATIONS, missing="Choisissez la durée.") or 0)
    until = form.day("until")
    title = form.text("title", length_max=120)
    every = form.choice("every", {"1", "2"}) or "1"
    weekdays = tuple(sorted({int(one) for one in form.several("weekdays") if one in dict(DAYS)}))
    if every == "2" and not weekdays:
        form.errors["weekdays"] = "Pour une semaine sur deux, cochez le ou les jours."
    if not form.is_valid or day is None or hour is None:
        return None
    rule = Rule(start=day, hour=hour, minutes=minutes, weekdays=weekdays, interval=int(every), until=until)
    return NewLine(title=title, kind=kind, member=member, rule=rule, form_id=form.form_id)


def _filled(line: Line, on: date) -> Form:
    rule = line.rule
    form = Form(
        values={
            "kind": line.kind, "member": line.member, "title": line.title, "hour": f"{rule.hour:%H:%M}",
            "minutes": str(rule.minutes), "day": str(max(rule.start, on)), "every": str(rule.interval),
            "until": str(rule.until or ""), "scope": "all",
        }
    )  # fmt: skip
    form.tick("weekdays", *(str(one) for one in rule.weekdays))
    return form


def _choices(door: Door, chart: Chart, form: Form, line: Line | None) -> dict[str, object]:
    present = [(one.reference, f"{one.person.name}, {one.role}") for one in circle_of(chart, now()).present]
    if all(reference != door.actor.who for reference, _ in present) and door.actor.is_professional:
        present.insert(0, (door.actor.who, f"Moi ({door.actor.name})"))
    return {
        "line": line, "kinds": HOME_KINDS, "durations": list(DURATIONS.items()), "members": present, "weekdays": DAYS,
        "chosen_days": form.several("weekdays"), "scopes": list(SCOPES.items()),
        "rhythms": [("1", "Chaque semaine"), ("2", "Une semaine sur deux")],
    }  # fmt: skip


def _day(text: str, usual: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return usual
    return found if abs((found - usual).days) <= 366 * 5 else usual


_AT = "/dossiers/{patient_id}/agenda"
ROUTES = (
    Route(f"{_AT}/semaine", week, methods=["GET"]),
    Route(f"{_AT}/passages/nouveau", new, methods=["GET", "POST"]),
    Route(f"{_AT}/passages/suspendre", wait, methods=["GET", "POST"]),
    Route(f"{_AT}/passages/reprendre", go_on, methods=["POST"]),
    Route(f"{_AT}/passages/{{line_id}}", change, methods=["GET", "POST"]),
    Route(f"{_AT}/passages/{{line_id}}/arreter", stop, methods=["POST"]),
    Route(f"{_AT}/passages/{{line_id}}/remettre", put_back, methods=["POST"]),
)
