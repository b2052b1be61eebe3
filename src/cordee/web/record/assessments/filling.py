"""The form of a grid: each answer is kept as soon as it is given; signing ends it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.assessments import drafting
from cordee.care.assessments.amending import is_draft
from cordee.care.assessments.drafting import Draft
from cordee.care.assessments.errors import (
    AlreadySignedError,
    AnsweredElsewhereError,
    IncompleteAssessmentError,
)
from cordee.care.assessments.response import corrected_by
from cordee.care.assessments.signing import sign
from cordee.care.chart import open_chart
from cordee.kernel.errors import ForbiddenError
from cordee.web.forms import Form
from cordee.web.page import done, is_partial, render
from cordee.web.record.assessments.drawing import drawn, id_of, pattern
from cordee.web.record.assessments.fields import read_fields, sent_answers
from cordee.web.record.assessments.listing import PART, may_fill
from cordee.web.record.assessments.reading import show_signed
from cordee.web.record.frame import frame, root_of
from cordee.web.site import site_of

TEMPLATE = "record/assessments/fill.html"


async def page(request: Request) -> Response:
    """Show an assessment: its form while it is a draft of somebody who may go on, else what was answered."""
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    response, _ = await drafting.read(door, patient_id, id_)
    if not is_draft(response) or "version" in request.query_params:
        return await show_signed(request, patient_id, id_)
    draft = await drafting.open_draft(door, patient_id, id_)
    if not may_fill(door.actor, draft.filling.grid):
        return await show_signed(request, patient_id, id_)
    return await _form_page(request, patient_id, draft, Form())


async def save(request: Request) -> Response:
    """Keep what was answered so far, and answer with what it changes on the page: scores, questions, what is left."""
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    form = await read_fields(request)
    grid = await drafting.grid_of_response(door, (await drafting.read(door, patient_id, id_))[0])
    if not may_fill(door.actor, grid):
        raise ForbiddenError
    sent = sent_answers(form, grid, site_of(request).zone)
    draft = await drafting.save(door, patient_id, id_, sent, grid)
    if not is_partial(request):
        return RedirectResponse(f"{root_of(patient_id)}{PART}/{id_}", status_code=303)
    is_other = draft.is_newer or form.value("pattern") != pattern(draft.filling) or bool(form.errors)
    context = {
        **_form_context(request, patient_id, draft, form),
        "redraws": is_other or form.value("had_errors") == "yes" or bool(form.value("plus")),
        "is_saved": True,
    }
    return await render(request, "record/assessments/saved.html", context)


async def finish(request: Request) -> Response:
    """Sign what is on the page; shown again when an answer is missing or was given elsewhere meanwhile."""
    door: Door = request.state.door
    patient_id, id_ = request.path_params["patient_id"], request.path_params["id"]
    form = await read_fields(request)
    response, _ = await drafting.read(door, patient_id, id_)
    grid = await drafting.grid_of_response(door, response)
    if not may_fill(door.actor, grid):
        raise ForbiddenError
    back = f"{root_of(patient_id)}{PART}"
    sent = sent_answers(form, grid, site_of(request).zone)
    if not form.errors:
        try:
            signed = await sign(door, patient_id, id_, sent, grid)
            return done(request, "Évaluation signée.", back=f"{back}/{signed}")
        except (IncompleteAssessmentError, AnsweredElsewhereError) as error:
            form.message = error.message_fr
            form.errors[""] = error.message_fr
        except AlreadySignedError:
            return RedirectResponse(f"{back}/{corrected_by(response) or id_}", status_code=303)
    draft = await drafting.merge(door, patient_id, id_, sent, grid)
    return await _form_page(request, patient_id, draft, form, status=422)


async def drop(request: Request) -> Response:
    """Give a draft up."""
    door, patient_id, id_ = request.state.door, request.path_params["patient_id"], request.path_params["id"]
    await drafting.drop(door, patient_id, id_)
    back = f"{root_of(patient_id)}{PART}"
    return done(request, "Brouillon abandonné.", back=back, undo=f"{back}/{id_}/reprendre")


async def take_back(request: Request) -> Response:
    """Take a draft back that was given up."""
    door, patient_id, id_ = request.state.door, request.path_params["patient_id"], request.path_params["id"]
    await drafting.drop(door, patient_id, id_, take_back=True)
    return done(request, "Brouillon repris.", back=f"{root_of(patient_id)}{PART}/{id_}")


async def _form_page(
    request: Request, patient_id: str, draft: Draft, form: Form, status: int = 200
) -> Response:
    chart = await open_chart(request.state.door, patient_id)
    context = {
        **frame(request, chart, PART),
        **_form_context(request, patient_id, draft, form),
        "is_saved": False,
        "redraws": False,
    }
    return await render(request, TEMPLATE, context, status=status)


def _form_context(request: Request, patient_id: str, draft: Draft, form: Form) -> dict[str, Any]:
    filling = draft.filling
    questions = {one.link_id: one.text for one in filling.grid.all_questions}
    return {
        "form": form,
        "grid": filling.grid,
        "nodes": drawn(filling, site_of(request).zone, form),
        "version": draft.version,
        "pattern": pattern(filling),
        "results": filling.results,
        "missing": filling.missing,
        "next_id": id_of(filling.missing[0].address) if filling.missing else "",
        "required": filling.required,
        "is_newer": draft.is_newer,
        "clashes": [
            questions[address.rpartition("/")[2]] for address in draft.clashes if address in questions
        ],
        "corrects": corrected_by(filling.response),
        "root": root_of(patient_id),
        "address": f"{root_of(patient_id)}{PART}/{filling.response['id']}",
        "shows_missing": bool(form.message),
    }


ROUTES = (
    Route("/dossiers/{patient_id}/evaluations/{id}", page),
    Route("/dossiers/{patient_id}/evaluations/{id}/reponses", save, methods=["POST"]),
    Route("/dossiers/{patient_id}/evaluations/{id}/signer", finish, methods=["POST"]),
    Route("/dossiers/{patient_id}/evaluations/{id}/abandonner", drop, methods=["POST"]),
    Route("/dossiers/{patient_id}/evaluations/{id}/reprendre", take_back, methods=["POST"]),
)
