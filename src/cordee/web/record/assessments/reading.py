"""A signed assessment as it is read: its scores, its answers, its versions; and one grid followed over time."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.access.habilitation import corrects_others
from cordee.care.assessments import amending, drafting
from cordee.care.assessments.catalogue import grids
from cordee.care.assessments.filling import filling_of
from cordee.care.assessments.history import SHELVES, addresses_in, assessments_of, followed
from cordee.care.assessments.paper import assessment_paper
from cordee.care.assessments.response import STANDING
from cordee.care.assessments.results import results_in
from cordee.care.chart import open_chart
from cordee.care.entry import once
from cordee.care.files import Content
from cordee.care.print import make_pdf
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.whole_number import whole_number
from cordee.web.forms import VERSION_MAX
from cordee.web.record.assessments.curve import curve_of, sentence_of
from cordee.web.record.assessments.drawing import drawn
from cordee.web.record.assessments.fields import read_fields
from cordee.web.record.assessments.listing import PART, may_fill
from cordee.web.record.contents import served
from cordee.web.record.frame import root_of, show
from cordee.web.site import site_of, today_of


async def show_signed(request: Request, patient_id: str, id_: str) -> Response:
    """Show what was answered; with `version` in the address, as it stood in that version."""
    door: Door = request.state.door
    version = whole_number(request.query_params.get("version", ""), VERSION_MAX)
    response, shown = await drafting.read(door, patient_id, id_, version)
    grid = await drafting.grid_of_response(door, response)
    chart = await open_chart(door, patient_id)
    filling = filling_of(grid, response, now())
    author = response.get("author", {})
    context = {
        "grid": grid,
        "nodes": drawn(filling, site_of(request).zone),
        "results": results_in(response) or filling.results,
        "versions": await amending.signed_versions(door, patient_id, id_),
        "shown": shown,
        "is_old": version is not None,
        "status": response.get("status"),
        "at": response.get("authored"),
        "by": chart.person(author.get("reference"), author.get("display")),
        "id": id_,
        "address": f"{root_of(patient_id)}{PART}/{id_}",
        "may_correct": may_fill(door.actor, grid) and may_correct(door, author.get("reference", "")),
    }
    return await show(request, "record/assessments/read.html", chart, PART, context)


def may_correct(door: Door, author: str) -> bool:
    """Return whether somebody may correct an assessment: who signed it, and who corrects others."""
    return author == door.actor.who or corrects_others(door.actor.reader_class)


async def correct(request: Request) -> Response:
    """Begin a correction of a signed assessment, and go to it."""
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    form = await read_fields(request)
    response, _ = await drafting.read(door, patient_id, id_)
    grid = await drafting.grid_of_response(door, response)
    if not (
        may_fill(door.actor, grid) and may_correct(door, response.get("author", {}).get("reference", ""))
    ):
        raise ForbiddenError

    async def begin() -> None:
        await amending.begin_correction(door, patient_id, id_, form_id=form.form_id)

    await once(door, f"QuestionnaireResponse/{form.form_id}", patient_id, begin)
    return RedirectResponse(f"{root_of(patient_id)}{PART}/{form.form_id}", status_code=303)


async def paper(request: Request) -> Response:
    """Serve a signed assessment as a PDF to print or to send; kept by no cache."""
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    response, _ = await drafting.read(door, patient_id, id_)
    if response.get("status") not in STANDING:
        raise NotFoundError
    grid = await drafting.grid_of_response(door, response)
    chart = await open_chart(door, patient_id)
    filling = filling_of(grid, response, now())
    results = results_in(response) or filling.results
    site = site_of(request)
    service = site.territory.wording.service
    await door.note("pdf", patient_id=patient_id, type_="QuestionnaireResponse", id_=id_, detail="évaluation")
    made = await make_pdf(assessment_paper(chart, filling, results, today_of(request), site.zone, service))
    answer = served(Content(content_type="application/pdf", data=made))
    answer.headers["cache-control"] = "no-store"
    return answer


async def over_time(request: Request) -> Response:
    """Show every signed assessment of one grid: the curve of its score and the table beside it."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], SHELVES)
    known = await grids(door, addresses_in(chart))
    found = followed(assessments_of(chart, known), known)
    one = next((each for each in found if each.grid.id == request.path_params["grid"]), None)
    if one is None:
        raise NotFoundError
    context = {"one": one, "curve": curve_of(one), "sentence": sentence_of(one), "here": request.url.path}
    return await show(request, "record/assessments/over_time.html", chart, PART, context)


ROUTES = (
    Route("/dossiers/{patient_id}/evaluations/{id}/corriger", correct, methods=["POST"]),
    Route("/dossiers/{patient_id}/evaluations/{id}/evaluation.pdf", paper),
    Route("/dossiers/{patient_id}/evaluations/suivi/{grid}", over_time),
)
