"""Reviewing the plan: the day of the next review, what one concluded, why a goal was not reached."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan, plan_writing
from cordee.care.chart import open_chart
from cordee.care.planning.reviewing import conclude_review, set_goal_outcome
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import site_of, today_of

_DAYS_A_MONTH = 30.44
REASON_MAX = 300
CONCLUSION_MAX = 2000
_OUTCOMES = {"atteint": "reached", "non-atteint": "not-reached", "en-cours": ""}
_SAID = {
    "reached": "Objectif atteint.",
    "not-reached": "Objectif non atteint : il reste tracé, avec sa raison.",
    "": "Objectif repris.",
}


async def set_day(request: Request) -> Response:
    """Show the day of the next review, or set the one sent."""
    door, patient_id, form = await _opened(request)
    if request.method == "POST":
        on = form.day("on", missing="Choisissez le jour de la prochaine revue.")
        if on is not None and on < today_of(request):
            form.errors["on"] = "Ce jour est passé : choisissez un jour à venir."
        if on is not None and await carried_out(
            form, lambda: plan_writing.plan_review(door, patient_id, on, form_id=form.form_id)
        ):
            return done(request, "La prochaine revue est fixée.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today_of(request))
    if request.method == "GET" and current.review_on is not None:
        form = Form(values={"on": current.review_on.isoformat()})
    return await form_page(request, "record/review_form.html", chart, form, {"plan": current})


async def conclude(request: Request) -> Response:
    """Show the conclusion of a review to be written, with the day of the next one, or keep what was sent."""
    door, patient_id, form = await _opened(request)
    if request.method == "POST":
        conclusion = form.text("conclusion", length_max=CONCLUSION_MAX)
        next_on = form.day("next")
        if next_on is not None and next_on <= today_of(request):
            form.errors["next"] = "Choisissez un jour à venir."
        if await carried_out(
            form, lambda: conclude_review(door, patient_id, conclusion, next_on, form_id=form.form_id)
        ):
            return done(request, "Plan revu aujourd’hui.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today_of(request))
    if request.method == "GET":
        months = site_of(request).territory.targets.review_plan_months
        form = Form(
            values={"next": (today_of(request) + timedelta(days=round(months * _DAYS_A_MONTH))).isoformat()}
        )
    return await form_page(request, "record/review_done_form.html", chart, form, {"plan": current})


async def outcome(request: Request) -> Response:
    """Say what became of a goal; one that was not reached first asks why."""
    said = _OUTCOMES.get(request.path_params["outcome"])
    if said is None:
        raise NotFoundError
    door, patient_id, form = await _opened(request)
    goal_id = request.path_params["id"]
    back = f"{root_of(patient_id)}/plan"
    if request.method == "POST":
        reason = form.text("reason", length_max=REASON_MAX)
        if await carried_out(form, lambda: set_goal_outcome(door, patient_id, goal_id, said, reason=reason)):
            undo = f"{back}/objectifs/{goal_id}/en-cours" if said else None
            return done(request, _SAID[said], back=back, undo=undo)
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today_of(request))
    goal = next((one for one in current.every_goal if one.id == goal_id), None)
    if goal is None:
        raise NotFoundError
    return await form_page(request, "record/goal_missed_form.html", chart, form, {"goal": goal})


async def _opened(request: Request) -> tuple[Door, str, Form]:
    ensure_may_write(request, cat.PLAN)
    form = await read_form(request) if request.method == "POST" else Form()
    return request.state.door, request.path_params["patient_id"], form


_PLAN = "/dossiers/{patient_id}/plan"
ROUTES = (
    Route(f"{_PLAN}/revue", set_day, methods=["GET", "POST"]),
    Route(f"{_PLAN}/revue/faite", conclude, methods=["GET", "POST"]),
    Route(f"{_PLAN}/objectifs/{{id}}/{{outcome}}", outcome, methods=["GET", "POST"]),
)
