"""One task: what it is, what it comes of, what was said, what became of it, what may be done."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.care import tasks
from cordee.web.forms import Form, read_form
from cordee.web.page import render
from cordee.web.professionals import only_professionals
from cordee.web.site import today_of

COMMENT_MAX = 1000


async def show(request: Request) -> Response:
    """Show a task."""
    return await page(request, Form())


async def add_comment(request: Request) -> Response:
    """Add words to a task and show it again."""
    only_professionals(request)
    form = await read_form(request)
    text = form.text("text", missing="Écrivez votre commentaire.", length_max=COMMENT_MAX)
    if not form.is_valid:
        return await page(request, form, status=422)
    await tasks.comment(request.state.door, request.path_params["id"], text)
    return await page(request, Form())


async def page(request: Request, form: Form, *, status: int = 200) -> Response:
    """Return the page, or the sheet, of a task."""
    only_professionals(request)
    found = await tasks.view_task(request.state.door, request.path_params["id"], today_of(request))
    context = {"task": found, "line": found.line, "form": form, "priorities": tasks.PRIORITIES}
    return await render(request, "tasks/one.html", context, status=status)


ROUTES = (
    Route("/taches/{id}", show),
    Route("/taches/{id}/commentaires", add_comment, methods=["POST"]),
)
