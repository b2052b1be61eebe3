"""Acts of one tap on an action: done, not done after all, given up; each can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan_writing
from cordee.web.page import done
from cordee.web.record.frame import root_of


def _address(request: Request) -> tuple[Door, str, str]:
    return request.state.door, request.path_params["patient_id"], request.path_params["id"]


async def mark_done(request: Request) -> Response:
    """Mark an action done."""
    door, patient_id, action_id = _address(request)
    await plan_writing.mark_done(door, patient_id, action_id)
    back = f"{root_of(patient_id)}/plan"
    return done(request, "Action faite.", back=back, undo=f"{back}/actions/{action_id}/reprendre")


async def undo_done(request: Request) -> Response:
    """Take an action back to what it was before it was done."""
    door, patient_id, action_id = _address(request)
    await plan_writing.undo_done(door, patient_id, action_id)
    back = f"{root_of(patient_id)}/plan"
    return done(
        request, "L’action est de nouveau à faire.", back=back, undo=f"{back}/actions/{action_id}/faite"
    )


async def give_up(request: Request) -> Response:
    """Give an action up."""
    door, patient_id, action_id = _address(request)
    await plan_writing.cancel_action(door, patient_id, action_id)
    back = f"{root_of(patient_id)}/plan"
    return done(request, "Action abandonnée.", back=back, undo=f"{back}/actions/{action_id}/retablir")


async def restore(request: Request) -> Response:
    """Put back an action that was given up."""
    door, patient_id, action_id = _address(request)
    await plan_writing.cancel_action(door, patient_id, action_id, take_back=True)
    return done(request, "Action rétablie.", back=f"{root_of(patient_id)}/plan")


_ACTION = "/dossiers/{patient_id}/plan/actions/{id}"
ROUTES = (
    Route(f"{_ACTION}/faite", mark_done, methods=["POST"]),
    Route(f"{_ACTION}/reprendre", undo_done, methods=["POST"]),
    Route(f"{_ACTION}/abandonner", give_up, methods=["POST"]),
    Route(f"{_ACTION}/retablir", restore, methods=["POST"]),
)
