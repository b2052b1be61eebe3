"""The forms of a task: giving it to somebody else, refusing it with a reason, changing its day, priority and rhythm."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import tasks
from cordee.care.chart import open_chart
from cordee.care.tasks.refusals import WORDS_LENGTH_MAX
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.professionals import only_professionals
from cordee.web.record.acts import carried_out
from cordee.web.site import today_of


async def give(request: Request) -> Response:
    """Choose who takes a task over, and say why if need be."""
    form, door, id_ = await _opened(request)
    if request.method == "POST":
        to = form.text("owner", missing="Choisissez à qui.")
        words = form.text("words", length_max=WORDS_LENGTH_MAX)
        if await carried_out(form, lambda: tasks.give(door, id_, to, words)):
            return done(request, "Tâche confiée.", back="/taches")
    found = await tasks.view_task(door, id_, today_of(request))
    people = await tasks.assignees(door, await open_chart(door, found.line.patient_id))
    owners = [
        (
            one.reference,
            f"Moi ({one.name})" if one.reference == door.actor.who else _named(one.name, one.role),
        )
        for one in people.values()
        if one.reference != found.line.owner
    ]
    return await _page(
        request, "tasks/give.html", form, {"task": found, "line": found.line, "owners": owners}
    )


async def refuse(request: Request) -> Response:
    """Say why one does not take a task: it goes back to who asked for it."""
    form, door, id_ = await _opened(request)
    if request.method == "POST":
        reason = form.choice("reason", tasks.REASONS, missing="Choisissez une raison.")
        words = form.text("words", length_max=WORDS_LENGTH_MAX)
        if await carried_out(form, lambda: tasks.refuse(door, id_, reason, words)):
            return done(
                request,
                "Refusée : la tâche revient à qui l’a demandée.",
                back="/taches",
                undo=f"/taches/{id_}/accepter",
            )
    found = await tasks.view_task(door, id_, today_of(request))
    context = {"task": found, "line": found.line, "reasons": list(tasks.REASONS.items())}
    return await _page(request, "tasks/refuse.html", form, context)


async def change(request: Request) -> Response:
    """Change the day, the priority and the rhythm of a task."""
    form, door, id_ = await _opened(request)
    found = await tasks.view_task(door, id_, today_of(request))
    if request.method == "POST":
        due_on = form.day("due")
        priority = form.choice("priority", tasks.PRIORITIES, missing="Choisissez une priorité.")
        rule = form.choice("rule", tasks.RHYTHMS)

        async def change_all() -> None:
            if due_on != found.line.due_on:
                await tasks.postpone(door, id_, due_on)
            if priority != found.priority:
                await tasks.prioritise(door, id_, priority)
            if rule != found.rule:
                await tasks.repeat(door, id_, rule)

        if await carried_out(form, change_all):
            return done(request, "Tâche modifiée.", back="/taches")
    else:
        due = found.line.due_on.isoformat() if found.line.due_on else ""
        form = Form(values={"due": due, "priority": found.priority, "rule": found.rule})
    context = {
        "task": found,
        "line": found.line,
        "priorities": list(tasks.PRIORITIES.items()),
        "rhythms": [one for one in tasks.RHYTHMS.items() if one[0]],
    }
    return await _page(request, "tasks/change.html", form, context)


def _named(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name


async def _opened(request: Request) -> tuple[Form, Door, str]:
    only_professionals(request)
    form = await read_form(request) if request.method == "POST" else Form()
    return form, request.state.door, request.path_params["id"]


async def _page(request: Request, template: str, form: Form, context: dict[str, object]) -> Response:
    return await render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


ROUTES = (
    Route("/taches/{id}/confier", give, methods=["GET", "POST"]),
    Route("/taches/{id}/refuser", refuse, methods=["GET", "POST"]),
    Route("/taches/{id}/modifier", change, methods=["GET", "POST"]),
)
