"""One conversation: read, marked read, answered; under `/messages` or in the record it is about."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.messages import Conversation, answer, open_conversation
from cordee.care.messages.reading import mark_conversation
from cordee.kernel.errors import NotFoundError
from cordee.store.addressees import thread_of
from cordee.web.forms import Form, read_form
from cordee.web.messages.sent import TEXT_MAX, sent_files
from cordee.web.page import is_partial, render
from cordee.web.record.acts import carried_out
from cordee.web.record.frame import frame
from cordee.web.record.frame import show as show_in_record

LIVE, COMPOSER = "live", "composer"


async def show(request: Request) -> Response:
    """Show a conversation; only its messages when htmx asks, to refresh or to go back further."""
    conversation = await _conversation(request)
    block = COMPOSER if is_partial(request) and "redaction" in request.query_params else None
    return await _page(request, conversation, Form(), block)


async def read(request: Request) -> Response:
    """Note that the conversation was shown to its reader: asked by the page once it is in front of them."""
    door: Door = request.state.door
    await mark_conversation(door, await open_conversation(door, request.path_params["thread"]))
    return Response(status_code=204)


async def reply(request: Request) -> Response:
    """Answer; the messages and a blank form follow, or the form with what is to be corrected."""
    door: Door = request.state.door
    thread = request.path_params["thread"]
    form = await read_form(request)
    text = form.text("text", length_max=TEXT_MAX)
    files = await sent_files(form)
    if not text and not files and form.is_valid:
        form.errors["text"] = "Écrivez quelques mots, ou joignez un fichier."

    async def send() -> None:
        await answer(
            door, thread, text=text, mentions=form.several("mention"), files=files,
            last_id=form.text("last_id"), form_id=form.form_id,
        )  # fmt: skip

    if not await carried_out(form, send):
        block = COMPOSER if is_partial(request) else None
        return await _page(request, await _conversation(request), form, block)
    if is_partial(request):  # the messages and the form are asked for again; the draft goes
        return Response(status_code=204, headers={"hx-trigger": "talked"})
    return RedirectResponse(request.url.path.removesuffix("/repondre"), status_code=303)


async def _conversation(request: Request) -> Conversation:
    found = await open_conversation(
        request.state.door, request.path_params["thread"], request.query_params.get("suite")
    )
    patient_id = request.path_params.get("patient_id")
    if patient_id is not None and found.patient_id != patient_id:
        raise NotFoundError
    return found


async def _page(request: Request, found: Conversation, form: Form, block: str | None = None) -> Response:
    patient_id = request.path_params.get("patient_id")
    root = f"/dossiers/{patient_id}/messages" if patient_id else "/messages"
    context = {
        "talk": found,
        "form": form,
        "address": f"{root}/{found.thread}",
        "base_path": root,
        "in_record": patient_id is not None,
        "me": request.state.actor.who,
        "may_turn": request.state.actor.is_professional and bool(found.patient_id),
        "others": {
            who: name
            for who, name in (found.people if found.patient_id else found.members).items()
            if who not in request.state.actor.keys and name
        },
    }
    status = 422 if form.errors else 200
    if patient_id is None:
        chosen = block or (LIVE if is_partial(request) else None)
        return await render(request, "messages/conversation.html", context, block=chosen, status=status)
    chart = await open_chart(request.state.door, patient_id)
    if block is None:
        return await show_in_record(request, "messages/conversation.html", chart, "/messages", context)
    around = {**frame(request, chart, "/messages"), **context}
    return await render(request, "messages/conversation.html", around, block=block, status=status)


async def of_message(request: Request) -> Response:
    """Go to the conversation a message is in, at that message."""
    id_ = request.path_params["id"]
    one = (await request.state.door.read("Communication", id_)).resource
    return RedirectResponse(f"/messages/{thread_of(one)}#m-{id_}", status_code=303)


ROUTES = (
    Route("/messages/de/{id}", of_message, methods=["GET"]),
    Route("/messages/{thread}", show, methods=["GET"]),
    Route("/messages/{thread}/lu", read, methods=["POST"]),
    Route("/messages/{thread}/repondre", reply, methods=["POST"]),
    Route("/dossiers/{patient_id}/messages/{thread}", show, methods=["GET"]),
    Route("/dossiers/{patient_id}/messages/{thread}/repondre", reply, methods=["POST"]),
)
