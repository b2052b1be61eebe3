"""The lists: my conversations, those of a record, and the messages that have the words one looks for."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.messages import threads_of
from cordee.care.messages.searching import search_messages
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import is_partial, render
from cordee.web.record.acts import ensure_may_write
from cordee.web.record.frame import show

LIST = "list"
WORDS_LENGTH = 100


async def mine(request: Request) -> Response:
    """Show a page of my conversations; only the list when htmx asks, to refresh or to go on."""
    door: Door = request.state.door
    ensure_may_write(request, cat.MESSAGES)
    found = await threads_of(door, cursor=request.query_params.get("suite"))
    block = LIST if is_partial(request) else None
    context = {"found": found, "form": Form(), "here": request.url.path, "base_path": "/messages"}
    return await render(request, "messages/list.html", context, block=block)


async def of_record(request: Request) -> Response:
    """Show a page of the conversations about a person."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    chart = await open_chart(door, patient_id)
    found = await threads_of(door, patient_id, request.query_params.get("suite"))
    context = {"found": found, "base_path": f"/dossiers/{patient_id}/messages"}
    return await show(request, "messages/record_list.html", chart, "/messages", context)


async def search(request: Request) -> Response:
    """Show my messages that have the words sent: they are never in an address."""
    form = await read_form(request)
    words = form.text("words", length_max=WORDS_LENGTH)[:WORDS_LENGTH]
    if not words:
        return RedirectResponse("/messages", status_code=303)
    found = await search_messages(request.state.door, words)
    return await render(request, "messages/found.html", {"found": found, "words": words, "form": form})


async def back_to_list(_request: Request) -> Response:
    """Answer a reload of the result page: the words were not in the address."""
    return RedirectResponse("/messages", status_code=303)


ROUTES = (
    Route("/messages", mine, methods=["GET"]),
    Route("/messages/chercher", search, methods=["POST"]),
    Route("/messages/chercher", back_to_list, methods=["GET"]),
    Route("/dossiers/{patient_id}/messages", of_record, methods=["GET"]),
)
