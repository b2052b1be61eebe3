"""« Tâche », in a record: what, who, when; « Action » when the plan asks for one: the sheet says what was pressed.

What it comes of may be named in the address: `?source=Type/id`.
"""

from datetime import timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan, tasks
from cordee.care.chart import open_chart
from cordee.care.notebook import is_note, text_of
from cordee.care.plan_shape import ACTION_KINDS
from cordee.care.plan_writing import add_action
from cordee.care.tasks import NewTask
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of
from cordee.web.site import today_of

TEXT_MAX = 300


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """How the sheet calls what is added, and where its form is sent."""

    path: str
    title: str
    submit: str
    added: str


TASK = Words(
    path="/taches/nouvelle", title="Nouvelle tâche", submit="Ajouter la tâche", added="Tâche ajoutée."
)
ACTION = Words(
    path="/plan/actions/nouvelle",
    title="Nouvelle action",
    submit="Ajouter l’action",
    added="Action ajoutée.",
)
SOON = (("Aujourd’hui", 0), ("Demain", 1), ("Dans une semaine", 7), ("Dans un mois", 30))


async def new_task(request: Request) -> Response:
    """Show a blank task, or add the one sent; with a goal it is an action of the plan."""
    return await _new(request, TASK)


async def new_action(request: Request) -> Response:
    """Do the same from the plan, in its words."""
    return await _new(request, ACTION)


async def _new(request: Request, words: Words) -> Response:
    ensure_may_write(request, cat.PLAN)
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    form = await read_form(request) if request.method == "POST" else Form()
    if request.method == "POST":
        goal, kind = form.text("goal"), form.choice("kind", ACTION_KINDS)
        criterion, alert = (form.text(name, length_max=TEXT_MAX) for name in ("criterion", "alert"))
        wanted = NewTask(
            text=form.text("text", missing="Écrivez ce qui est à faire.", length_max=TEXT_MAX),
            owner=form.text("owner"),
            due_on=form.day("due"),
            priority=form.choice("priority", tasks.PRIORITIES) or "routine",
            rule=form.choice("rule", tasks.RHYTHMS),
            source=form.text("source"),
        )

        async def add() -> None:
            if goal:
                await add_action(
                    door, patient_id, text=wanted.text, goal_id=goal, owner=wanted.owner, due_on=wanted.due_on,
                    form_id=form.form_id, kind=kind, criterion=criterion, alert=alert, source=wanted.source,
                )  # fmt: skip
            else:
                await tasks.add_task(door, patient_id, wanted, form_id=form.form_id)

        if await carried_out(form, add):
            undo = f"/taches/{form.form_id}/abandonner"
            return done(request, words.added, back=f"{root_of(patient_id)}/plan", undo=undo)
    chart = await open_chart(door, patient_id, plan.SHELVES)
    people = await tasks.assignees(door, chart)
    if request.method == "GET":
        form = Form(values=await _prefilled(request, door))
    context = {
        "words": words,
        "owners": [
            (
                one.reference,
                f"Moi ({one.name})"
                if one.reference == door.actor.who
                else f"{one.name}, {one.role}".rstrip(", "),
            )
            for one in people.values()
        ],
        "goals": [(one.id, one.text) for one in plan.plan_of(chart, today_of(request)).goals],
        "soon": [(when, (today_of(request) + timedelta(days=days)).isoformat()) for when, days in SOON],
        "kinds": list(ACTION_KINDS.items()),
        "rhythms": [one for one in tasks.RHYTHMS.items() if one[0]],
        "priorities": list(tasks.PRIORITIES.items())[:2],
    }
    return await form_page(request, "tasks/new.html", chart, form, context)


async def _prefilled(request: Request, door: Door) -> dict[str, str]:
    """Return who asks as the owner, and the words of the note or message the task is made of."""
    query = request.query_params
    source = query.get("source", "") or (f"DocumentReference/{query['note']}" if query.get("note") else "")
    stored = await tasks.source_in(door, request.path_params["patient_id"], source) if source else None
    values = {
        "owner": door.actor.who,
        "goal": query.get("objectif", ""),
        "source": source,
        "priority": "routine",
    }
    if stored is None:
        return values | {"source": ""}
    if stored.type == "DocumentReference" and is_note(stored.resource):
        values["text"] = " ".join(text_of(stored.resource).split())[:TEXT_MAX]
    elif stored.type == "Communication":
        words = [part.contentString for part in stored.resource.payload or () if part.contentString]
        values["text"] = " ".join(" ".join(words).split())[:TEXT_MAX]
    return values


ROUTES = (
    Route(f"/dossiers/{{patient_id}}{TASK.path}", new_task, methods=["GET", "POST"]),
    Route(f"/dossiers/{{patient_id}}{ACTION.path}", new_action, methods=["GET", "POST"]),
)
