"""Acts of one tap on the plan: done, not done after all, given up, reached; each can be taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care import plan_writing
from cordee.kernel.errors import NotFoundError
from cordee.web.page import done
from cordee.web.record.frame import root_of

_OUTCOMES = {"atteint": "reached", "non-atteint": "not-reached", "en-cours": ""}


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


async def goal_outcome(request: Request) -> Response:
    """Say what became of a goal."""
    door, patient_id, goal_id = _address(request)
    outcome = _OUTCOMES.get(request.path_params["outcome"])
    if outcome is None:
        raise NotFoundError
    await plan_writing.set_goal_outcome(door, patient_id, goal_id, outcome)
    back = f"{root_of(patient_id)}/plan"
    said = {
        "reached": "Objectif atteint.",
        "not-reached": "Objectif non atteint : il reste tracé.",
        "": "Objectif repris.",
    }
    undo = f"{back}/objectifs/{goal_id}/en-cours" if outcome else None
    return done(request, said[outcome], back=back, undo=undo)


async def reviewed(request: Request) -> Response:
    """Say that the plan was reviewed today."""
    door: Door = request.state.door
    patient_id = request.path_params["patient_id"]
    await plan_writing.record_review(door, patient_id)
    return done(request, "Plan revu aujourd’hui.", back=f"{root_of(patient_id)}/plan")


_ACTION = "/dossiers/{patient_id}/plan/actions/{id}"
ROUTES = (
    Route(f"{_ACTION}/faite", mark_done, methods=["POST"]),
    Route(f"{_ACTION}/reprendre", undo_done, methods=["POST"]),
    Route(f"{_ACTION}/abandonner", give_up, methods=["POST"]),
    Route(f"{_ACTION}/retablir", restore, methods=["POST"]),
    Route("/dossiers/{patient_id}/plan/revue/faite", reviewed, methods=["POST"]),
    Route("/dossiers/{patient_id}/plan/objectifs/{id}/{outcome}", goal_outcome, methods=["POST"]),
)
