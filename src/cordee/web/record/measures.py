"""Measures: a curve and a table for each, and the form that adds one in a few seconds."""

import re
from datetime import datetime
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import measure_writing, measures
from cordee.care.chart import open_chart
from cordee.care.errors import CareError
from cordee.care.measure_kinds import KINDS
from cordee.care.measure_writing import Entry
from cordee.care.wall_clock import instant_on_wall
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page, hour_of
from cordee.web.record.curves import curve, sentence, zone_words
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of, today_of

SPANS = {"30": "1 mois", "90": "3 mois", "365": "1 an", "3650": "Tout"}
DEFAULT_SPAN = "90"
TABLE_ROWS_MAX = 60
DEFAULT_KIND = "tension"
_CENTIMETRES = re.compile(r"\d{1,2}([.,]\d)?")  # a pressure said « 13/8 » aloud


async def page(request: Request) -> Response:
    """Show every series as a curve with its table."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], measures.SHELVES)
    span = request.query_params.get("duree", DEFAULT_SPAN)
    span = span if span in SPANS else DEFAULT_SPAN
    series = measures.series_of(chart)
    context = {
        "series": series,
        "curves": {one.kind.key: curve(one, int(span), now()) for one in series},
        "zones": {one.kind.key: zone_words(one) for one in series},
        "sentences": {one.kind.key: sentence(one) for one in series},
        "spans": list(SPANS.items()),
        "span": span,
        "say": measures.say,
        "rows_max": TABLE_ROWS_MAX,
        "here": f"{request.url.path}?duree={span}",
    }
    return await show(request, "record/measures.html", chart, "/mesures", context)


async def new_measure(request: Request) -> Response:
    """Show a blank measure of the kind in the address, or record the one sent."""
    ensure_may_write(request, cat.MEASURES)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form()
    asked = form.value("kind") or request.query_params.get("type", DEFAULT_KIND)
    kind = KINDS.get(asked, KINDS[DEFAULT_KIND])
    if request.method == "POST":
        entries, at = _entries(form, kind.key), _moment(request, form)
        if at is not None and await carried_out(
            form,
            lambda: measure_writing.add_measures(door, patient_id, entries, at=at, form_id=form.form_id),
        ):
            back = f"{root_of(patient_id)}/mesures"
            return done(request, "Mesure enregistrée.", back=back, undo=f"{back}/retirer/{form.form_id}")
    chart = await open_chart(door, patient_id)
    if request.method == "GET":
        local = now().astimezone(site_of(request).zone)
        form = Form(
            values={"day": local.date().isoformat(), "hour": local.strftime("%H:%M"), "kind": kind.key}
        )
    context = {
        "kind": kind,
        "kinds": list(KINDS.values()),
        "today": today_of(request),
    }
    return await form_page(request, "record/measure_form.html", chart, form, context)


async def withdraw(request: Request) -> Response:
    """Take back what one form measured."""
    door, patient_id = request.state.door, request.path_params["patient_id"]
    await measure_writing.withdraw_measures(door, patient_id, request.path_params["form_id"])
    return done(request, "Mesure retirée.", back=f"{root_of(patient_id)}/mesures")


def _entries(form: Form, key: str) -> list[Entry]:
    kind = KINDS[key]
    value = form.number("value", kind.lowest, kind.highest, missing="Écrivez la valeur mesurée.")
    if key != "tension":
        return [Entry(key=key, value=value if value is not None else Decimal(0))]
    second = form.number("second", kind.lowest, kind.highest, missing="Écrivez la seconde valeur.")
    for name, example in (("value", "130 pour « 13 »"), ("second", "80 pour « 8 »")):
        if name in form.errors and _CENTIMETRES.fullmatch(form.value(name).strip()):
            form.errors[name] = f"En mmHg, de {kind.lowest} à {kind.highest} : {example}."
    pulse = form.number("pulse", KINDS["pouls"].lowest, KINDS["pouls"].highest)
    entries = [Entry(key=key, value=value or Decimal(0), second=second or Decimal(0))]
    return [*entries, Entry(key="pouls", value=pulse)] if pulse is not None else entries


def _moment(request: Request, form: Form) -> datetime | None:
    day = form.day("day", missing="Choisissez le jour de la mesure.")
    hour = hour_of(form, "hour", missing="Écrivez l’heure de la mesure.")
    if day is None or hour is None:
        return None
    try:
        return instant_on_wall(day, hour, site_of(request).zone)
    except CareError as error:
        form.errors[error.field] = error.message_fr
        return None


ROUTES = (
    Route("/dossiers/{patient_id}/mesures", page),
    Route("/dossiers/{patient_id}/mesures/nouvelle", new_measure, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/mesures/retirer/{form_id}", withdraw, methods=["POST"]),
)
