"""The plan, in the four parts of HAS, and the forms that add to it or change what stands there."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan, plan_writing
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of
from cordee.care.circle_rights import speaks_for_the_person
from cordee.care.plan_shape import ACTION_KINDS
from cordee.care.planning import editing
from cordee.care.planning.versions import PROVENANCES, versions_of
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of, show
from cordee.web.site import today_of

TEXT_MAX = 300
WORDS_MAX = 1000
LONG_MAX = 4000
MINE = "Quelqu’un a modifié ce texte pendant que vous l’écriviez. Le vôtre est gardé ci-dessous, le sien est à côté."


async def page(request: Request) -> Response:
    """Show the plan."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"], {**plan.SHELVES, **PROVENANCES})
    found = plan.plan_of(chart, today_of(request), door.actor.who)
    circle = circle_of(chart, now())
    versions = versions_of(chart)
    context = {
        "plan": found,
        "referent": circle.referent,
        "team": circle.present,
        "versions": versions,
        "version": versions[0] if versions else None,
        "signs": door.actor.is_professional or speaks_for_the_person(chart, door.actor),
        "version_key": Form().form_id,
    }
    return await show(request, "record/plan.html", chart, "/plan", context)


async def new_goal(request: Request) -> Response:
    """Show a blank goal, or add the one sent with the need it answers."""
    door, patient_id, form = await _opened(request)
    if request.method == "POST":
        edit, need = _goal(form), form.text("need", length_max=TEXT_MAX)
        if await carried_out(
            form,
            lambda: plan_writing.add_goal(
                door, patient_id, text=edit.text, need=need, domain=edit.domain, due_on=edit.due_on,
                form_id=form.form_id, measure=edit.measure,
            ),
        ):  # fmt: skip
            return done(request, "Objectif ajouté au plan.", back=f"{root_of(patient_id)}/plan")
    return await _goal_form(request, door, patient_id, form, None)


async def change_goal(request: Request) -> Response:
    """Show a goal to be changed, or keep what was sent; what somebody else wrote meanwhile is shown beside it."""
    door, patient_id, form = await _opened(request)
    goal_id = request.path_params["id"]
    if request.method == "POST":
        edit, version = _goal(form), form.version() or 0
        if await _kept(
            form, lambda: editing.change_goal(door, patient_id, goal_id, edit, expected_version=version)
        ):
            return done(request, "Objectif modifié.", back=f"{root_of(patient_id)}/plan")
    return await _goal_form(request, door, patient_id, form, goal_id)


async def change_action(request: Request) -> Response:
    """Show an action to be changed, or keep what was sent."""
    door, patient_id, form = await _opened(request)
    action_id = request.path_params["id"]
    if request.method == "POST":
        edit = editing.ActionEdit(
            text=form.text("text", missing="Écrivez ce qui est à faire.", length_max=TEXT_MAX),
            due_on=form.day("due"),
            kind=form.choice("kind", ACTION_KINDS),
            criterion=form.text("criterion", length_max=TEXT_MAX),
            alert=form.text("alert", length_max=TEXT_MAX),
        )
        version = form.version() or 0
        if await _kept(
            form, lambda: editing.change_action(door, patient_id, action_id, edit, expected_version=version)
        ):
            return done(request, "Action modifiée.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    found = plan.plan_of(chart, today_of(request))
    every = (*found.loose, *(one for goal in found.every_goal for one in goal.actions))
    action = next((one for one in every if one.id == action_id), None)
    if action is None:
        raise NotFoundError
    if request.method == "GET":
        form = Form(
            values={
                "text": action.text, "due": action.due_on.isoformat() if action.due_on else "", "kind": action.kind,
                "criterion": action.criterion, "alert": action.alert,
            }
        )  # fmt: skip
    context = {"action": action, "kinds": list(ACTION_KINDS.items())}
    return await form_page(request, "record/action_change.html", chart, form, context)


async def texts(request: Request) -> Response:
    """Show the person's project, preferences and the team's synthesis to be written, or keep what was sent."""
    door, patient_id, form = await _opened(request)
    if request.method == "POST":
        given = editing.Texts(
            project=form.text("text", length_max=WORDS_MAX),
            preferences=form.text("preferences", length_max=WORDS_MAX),
            synthesis=form.text("synthesis", length_max=LONG_MAX),
            alert=form.text("alert", length_max=WORDS_MAX),
        )
        if not any((given.project, given.preferences, given.synthesis, given.alert)):
            form.errors["text"] = "Écrivez ce que la personne souhaite, avec ses mots."
        version = form.version()
        if await _kept(form, lambda: editing.save_texts(door, patient_id, given, expected_version=version)):
            return done(request, "La synthèse du plan est enregistrée.", back=f"{root_of(patient_id)}/plan")
    chart = await open_chart(door, patient_id, plan.SHELVES)
    current = plan.plan_of(chart, today_of(request))
    if request.method == "GET":
        form = Form(
            values={
                "text": current.own_words, "preferences": current.preferences, "synthesis": current.synthesis,
                "alert": current.alert,
            }
        )  # fmt: skip
    return await form_page(request, "record/own_words_form.html", chart, form, {"plan": current})


def _goal(form: Form) -> editing.GoalEdit:
    return editing.GoalEdit(
        text=form.text(
            "text", missing="Écrivez l’objectif, avec les mots de la personne.", length_max=TEXT_MAX
        ),
        domain=form.choice("domain", plan.DOMAINS, missing="Choisissez un domaine."),
        due_on=form.day("due"),
        measure=form.text("measure", length_max=TEXT_MAX),
    )


async def _goal_form(
    request: Request, door: Door, patient_id: str, form: Form, goal_id: str | None
) -> Response:
    chart = await open_chart(door, patient_id, plan.SHELVES)
    found = plan.plan_of(chart, today_of(request))
    goal = next((one for one in found.every_goal if one.id == goal_id), None)
    if goal_id is not None and goal is None:
        raise NotFoundError
    if goal is not None and request.method == "GET":
        due = goal.due_on.isoformat() if goal.due_on else ""
        form = Form(values={"text": goal.text, "domain": goal.domain, "due": due, "measure": goal.measure})
    context = {"domains": list(plan.DOMAINS.items()), "goal": goal}
    return await form_page(request, "record/goal_form.html", chart, form, context)


async def _kept(form: Form, act: Callable[[], Awaitable[None]]) -> bool:
    """Run a change; when somebody else changed the same thing first, the form says so and keeps what was written."""

    async def told() -> None:
        try:
            await act()
        except VersionConflictError:
            form.errors[""] = form.message = MINE
            form.has_conflict = True

    return await carried_out(form, told) and form.is_valid


async def _opened(request: Request) -> tuple[Door, str, Form]:
    ensure_may_write(request, cat.PLAN)
    form = await read_form(request) if request.method == "POST" else Form()
    return request.state.door, request.path_params["patient_id"], form


ROUTES = (
    Route("/dossiers/{patient_id}/plan", page),
    Route("/dossiers/{patient_id}/plan/objectifs/nouveau", new_goal, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/plan/objectifs/{id}/modifier", change_goal, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/plan/actions/{id}/modifier", change_action, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/plan/projet", texts, methods=["GET", "POST"]),
)
