"""The plan: the person's words, needs, goals, actions; and the forms that add to it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan, plan_writing
from cordee.care.chart import open_chart
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show, today

TEXT_MAX = 300
WORDS_MAX = 1000


async def page(request: Request) -> Response:
    """Show the plan."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], plan.SHELVES)
    found = plan.plan_of(chart, today(request), door.actor.who)
    return await show(request, "record/plan.html", chart, "/plan", {"plan": found})


async def new_goal(request: Request) -> Response:
    """Show a blank goal, or add the one sent with the need it answers."""
    ensure_may_write(request, cat.PLAN)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request)
    if request.method == "POST":
        text = form.text(
            "text", missing="Écrivez l’objectif, avec les mots de la personne.", length_max=TEXT_MAX
        )
        need = form.text("need", length_max=TEXT_MAX)
        domain = form.choice("domain", plan.DOMAINS, missing="Choisissez un domaine.")
        due_on = form.day("due")
        if await carried_out(
            form,
            lambda: plan_writing.add_goal(
                door, patient_id, text=text, need=need, domain=domain, due_on=due_on, form_id=form.form_id
            ),
        ):
            return done(request, "Objectif ajouté au plan.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    return await form_page(
        request, "record/goal_form.html", chart, form, {"domains": list(plan.DOMAINS.items())}
    )


async def own_words(request: Request) -> Response:
    """Show the person's own project to be written down, or keep what was sent."""
    ensure_may_write(request, cat.PLAN)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request)
    if request.method == "POST":
        text = form.text(
            "text", missing="Écrivez ce que la personne souhaite, avec ses mots.", length_max=WORDS_MAX
        )
        version = form.text("version")
        expected = int(version) if version.isdigit() and version != "0" else None
        if await carried_out(
            form,
            lambda: plan_writing.save_own_words(
                door, patient_id, text, expected_version=expected, form_id=form.form_id
            ),
        ):
            return done(request, "Son projet est noté en tête du plan.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today(request))
    if request.method == "GET":
        form = Form(values={"text": current.own_words})
    return await form_page(request, "record/own_words_form.html", chart, form, {"plan": current})


async def review(request: Request) -> Response:
    """Show the day of the next review, or set the one sent."""
    ensure_may_write(request, cat.PLAN)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await _form(request)
    if request.method == "POST":
        on = form.day("on", missing="Choisissez le jour de la prochaine revue.")
        if on is not None and on < today(request):
            form.errors["on"] = "Ce jour est passé : choisissez un jour à venir."
        if on is not None and await carried_out(
            form, lambda: plan_writing.plan_review(door, patient_id, on, form_id=form.form_id)
        ):
            return done(request, "La prochaine revue est fixée.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today(request))
    if request.method == "GET" and current.review_on is not None:
        form = Form(values={"on": current.review_on.isoformat()})
    return await form_page(request, "record/review_form.html", chart, form, {"plan": current})


async def _form(request: Request) -> Form:
    return await read_form(request) if request.method == "POST" else Form()


ROUTES = (
    Route("/dossiers/{patient_id}/plan", page),
    Route("/dossiers/{patient_id}/plan/objectifs/nouveau", new_goal, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/plan/projet", own_words, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/plan/revue", review, methods=["GET", "POST"]),
)
