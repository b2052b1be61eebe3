"""Acts of one tap on a note: read, made a task, withdrawn; each can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import note_tasking, note_writing
from cordee.care.notebook import acknowledging
from cordee.web.page import done
from cordee.web.record.frame import root_of


def _address(request: Request) -> tuple[Door, str, str, str]:
    patient_id = request.path_params["patient_id"]
    return request.state.door, patient_id, request.path_params["id"], f"{root_of(patient_id)}/cahier"


async def read(request: Request) -> Response:
    """Say that one has read a note."""
    door, patient_id, note_id, back = _address(request)
    await acknowledging.acknowledge(door, patient_id, note_id)
    return done(request, "Note marquée comme lue.", back=back, undo=f"{back}/{note_id}/non-lue")


async def unread(request: Request) -> Response:
    """Take back that one has read a note."""
    door, patient_id, note_id, back = _address(request)
    await acknowledging.take_back(door, patient_id, note_id)
    return done(request, "La note est de nouveau à lire.", back=back)


async def make_task(request: Request) -> Response:
    """Make a task of a note, for oneself."""
    door, patient_id, note_id, back = _address(request)
    await note_tasking.task_from_note(door, patient_id, note_id)
    return done(request, "Tâche créée, pour vous.", back=back, undo=f"{back}/{note_id}/tache/annuler")


async def drop_task(request: Request) -> Response:
    """Take back the task one made of a note."""
    door, patient_id, note_id, back = _address(request)
    await note_tasking.drop_task(door, patient_id, note_id)
    return done(request, "Tâche annulée.", back=back)


async def withdraw(request: Request) -> Response:
    """Withdraw one's own note."""
    door, patient_id, note_id, back = _address(request)
    await note_writing.withdraw_note(door, patient_id, note_id)
    return done(request, "Note retirée.", back=back, undo=f"{back}/{note_id}/remettre")


async def put_back(request: Request) -> Response:
    """Show again a note that was withdrawn."""
    door, patient_id, note_id, back = _address(request)
    await note_writing.withdraw_note(door, patient_id, note_id, take_back=True)
    return done(request, "Note remise.", back=back)


_NOTE = "/dossiers/{patient_id}/cahier/{id}"
ROUTES = (
    Route(f"{_NOTE}/lue", read, methods=["POST"]),
    Route(f"{_NOTE}/non-lue", unread, methods=["POST"]),
    Route(f"{_NOTE}/tache", make_task, methods=["POST"]),
    Route(f"{_NOTE}/tache/annuler", drop_task, methods=["POST"]),
    Route(f"{_NOTE}/retirer", withdraw, methods=["POST"]),
    Route(f"{_NOTE}/remettre", put_back, methods=["POST"]),
)
