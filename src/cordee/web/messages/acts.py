"""What one does with a message or a conversation in one tap: turn it into a note or a task, withdraw it, mute it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.messages import turning
from cordee.care.messages.writing import withdraw
from cordee.kernel.clock import now
from cordee.store import categories as cat
from cordee.web import words
from cordee.web.forms import read_form
from cordee.web.page import done
from cordee.web.record.acts import ensure_may_write
from cordee.web.record.frame import root_of
from cordee.web.site import site_of


async def into_note(request: Request) -> Response:
    """Turn a message into a note of the notebook."""
    ensure_may_write(request, cat.NOTEBOOK)
    door: Door = request.state.door
    message_id = request.path_params["id"]
    sent = (await door.read("Communication", message_id)).resource.sent
    when = words.exact(words.parse(sent) or now(), site_of(request).zone)
    patient_id, note_id = await turning.into_note(door, message_id, when)
    notebook = f"{root_of(patient_id)}/cahier"
    return done(request, "Note ajoutée au cahier.", back=_back(request), undo=f"{notebook}/{note_id}/retirer")


async def into_task(request: Request) -> Response:
    """Turn a message into a task of mine."""
    ensure_may_write(request, cat.PLAN)
    await turning.into_task(request.state.door, request.path_params["id"])
    return done(request, "Tâche ajoutée à votre liste.", back=_back(request))


async def take_away(request: Request) -> Response:
    """Withdraw my message."""
    id_ = request.path_params["id"]
    thread = await withdraw(request.state.door, id_)
    return done(request, "Message retiré.", back=f"/messages/{thread}", undo=f"/messages/{id_}/remettre")


async def put_back(request: Request) -> Response:
    """Show again my message."""
    thread = await withdraw(request.state.door, request.path_params["id"], take_back=True)
    return done(request, "Message remis.", back=f"/messages/{thread}")


async def mute(request: Request) -> Response:
    """Stop or go on hearing of a conversation."""
    form = await read_form(request)
    thread = request.path_params["thread"]
    is_muted = form.ticked("muted")
    await request.state.door.letters.mute(thread, is_muted=is_muted)
    told = (
        "Vous n’êtes plus averti·e de cette conversation." if is_muted else "Vous serez de nouveau averti·e."
    )
    return done(request, told, back=f"/messages/{thread}")


def _back(request: Request) -> str:
    return f"/messages/{request.query_params.get('fil', '')}".rstrip("/")


ROUTES = (
    Route("/messages/{id}/en-note", into_note, methods=["POST"]),
    Route("/messages/{id}/en-tache", into_task, methods=["POST"]),
    Route("/messages/{id}/retirer", take_away, methods=["POST"]),
    Route("/messages/{id}/remettre", put_back, methods=["POST"]),
    Route("/messages/{thread}/sourdine", mute, methods=["POST"]),
)
