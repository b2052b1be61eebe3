"""The first page of a record: what changed, the plan, the key measure, ten seconds, what comes, who is around."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import agenda, changes, emergency, measures, plan, synthesis
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of, directory_of
from cordee.care.events import last_events
from cordee.care.files import Content
from cordee.care.measures import Series
from cordee.care.print import make_pdf
from cordee.care.synthesis_sheet.paper import synthesis_paper
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.web.page import done
from cordee.web.record.contents import served
from cordee.web.record.curves import curve, sentence, zone_words
from cordee.web.record.frame import is_open, root_of, show, voice_of
from cordee.web.site import site_of, today_of

COMING_SHOWN = 4
KEY_DAYS = 60
SHELVES = {**plan.SHELVES, **synthesis.SHELVES, "Observation": 200, "Task": 200, "Appointment": 80}


async def page(request: Request) -> Response:
    """Show the first page, in the words of whoever reads it."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    voice = voice_of(door.actor, chart.patient_id)
    if not is_open(chart, voice):
        return await show(request, "record/not_open.html", chart, "", {})
    visits = await door.visits(chart.patient_id)
    series = measures.series_of(chart)
    key = _key_series(series)
    context = {
        "plan": plan.plan_of(chart, today_of(request), door.actor.who),
        "ten": synthesis.ten_seconds(chart, await synthesis.situations(door, chart.patient_id), now()),
        "events": last_events(chart, now()),
        "news": await changes.news_of(door, chart, door.actor.who, visits),
        "circle": circle_of(chart, now(), await directory_of(door, chart), visits),
        "coming": agenda.agenda_of(chart, now()).coming[:COMING_SHOWN],
        "series": series,
        "key": key,
        "key_curve": curve(key, KEY_DAYS, now()) if key is not None else None,
        "key_days": KEY_DAYS,
        "key_zone": zone_words(key) if key is not None else "",
        "key_sentence": sentence(key) if key is not None else "",
        "say": measures.say,
        "openings": await emergency.recent_openings(door, chart),
        "opens_elsewhere": await site_of(request).gate.applications.has_launchable(),
    }
    template = "record/synthesis.html" if voice == "pro" else "record/own.html"
    return await show(request, template, chart, "", context)


async def sheet(request: Request) -> Response:
    """Serve the synthesis on one sheet of paper, as this reader may read it; kept by no cache, and traced."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    if not is_open(chart, voice_of(door.actor, chart.patient_id)):
        raise NotFoundError
    site, at = site_of(request), now()
    await door.note("pdf", patient_id=chart.patient_id, type_="Patient", detail="synthèse")
    paper = synthesis_paper(
        chart,
        synthesis.ten_seconds(chart, await synthesis.situations(door, chart.patient_id), at),
        circle=circle_of(chart, at, await directory_of(door, chart)),
        plan=plan.plan_of(chart, today_of(request), door.actor.who),
        coming=[(one.title, one.start) for one in agenda.agenda_of(chart, at).coming],
        events=last_events(chart, at),
        service=site.territory.wording.service,
        printed_by=door.actor.name,
        on=today_of(request),
        zone=site.zone,
    )
    response = served(Content(content_type="application/pdf", data=await make_pdf(paper)))
    response.headers["cache-control"] = "no-store"
    return response


async def mark_read(request: Request) -> Response:
    """Mark everything in the record as known to the reader."""
    patient_id = request.path_params["patient_id"]
    door: Door = request.state.door
    await changes.mark_read(door, patient_id, door.actor.who, now())
    return done(request, "Tout est marqué comme lu.", back=root_of(patient_id))


def _key_series(series: list[Series]) -> Series | None:
    """Return the series to draw: one aimed at a zone and outside it, else the weight, else the longest."""
    drawn = [one for one in series if len(one.points) > 1]
    outside = [one for one in drawn if one.is_outside(one.latest)]
    weight = [one for one in drawn if one.kind.key == "poids"]
    longest = sorted(drawn, key=lambda one: -len(one.points))
    return next(iter(outside + weight + longest), None)


ROUTES = (
    Route("/dossiers/{patient_id}", page),
    Route("/dossiers/{patient_id}/synthese.pdf", sheet),
    Route("/dossiers/{patient_id}/lu", mark_read, methods=["POST"]),
)
