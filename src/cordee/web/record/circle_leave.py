"""The forms by which a member leaves, and the way back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle import circle_of
from cordee.care.circle_agreement import LEAVING_REASONS
from cordee.care.circle_by_platform import leave
from cordee.care.circle_leaving import NOBODY, end_membership, needs_successor, successors, undo_end
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.web.forms import Form, read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, ensure_may_write, form_page
from cordee.web.record.frame import root_of


async def departure(request: Request) -> Response:
    """Show how a member leaves, or end their presence with the reason sent."""
    ensure_may_write(request, cat.CIRCLE)
    door: Door = request.state.door
    patient_id, reference = _named(request)
    is_own = reference == door.actor.who
    form = (
        await read_form(request)
        if request.method == "POST"
        else Form(values={"reason": "own-wish" if is_own else ""})
    )
    if request.method == "POST" and await _ended(door, patient_id, reference, form):
        back = f"{root_of(patient_id)}/cercle"
        if is_own:
            return done(
                request, "Votre départ est enregistré. Ce que vous avez écrit reste.", back="/dossiers"
            )
        return done(
            request, "Le départ est enregistré : l’accès s’arrête.", back=back, undo=f"{back}/{reference}/retour"
        )  # fmt: skip
    chart = await open_chart(door, patient_id)
    team = circle_of(chart, now())
    member = next((one for one in team.present if one.reference == reference), None)
    if member is None:
        raise NotFoundError
    context = {
        "member": member,
        "team": team,
        "is_own": is_own,
        "reasons": [one for one in LEAVING_REASONS.items() if is_own or one[0] != "own-wish"],
        "successors": [*successors(chart, reference), (NOBODY, "Personne pour l’instant")]
        if needs_successor(chart, reference)
        else [],
    }
    return await form_page(request, "record/leave_form.html", chart, form, context)


async def come_back(request: Request) -> Response:
    """Take back a departure."""
    patient_id, reference = _named(request)
    await undo_end(request.state.door, patient_id, reference)
    return done(request, "Le départ est annulé.", back=f"{root_of(patient_id)}/cercle")


async def leave_oneself(request: Request) -> Response:
    """End the presence of somebody close who leaves."""
    await leave(request.state.door, request.path_params["patient_id"])
    return done(request, "Vous quittez le cercle : votre accès s’arrête dans un instant.", back="/mon-espace")


async def _ended(door: Door, patient_id: str, reference: str, form: Form) -> bool:
    reason = form.choice("reason", LEAVING_REASONS, missing="Choisissez la raison du départ.")
    successor = form.text("successor", length_max=80)
    expected = form.version()
    return await carried_out(
        form,
        lambda: end_membership(
            door, patient_id, reference, reason=reason, successor=successor, expected_version=expected
        ),
    )


def _named(request: Request) -> tuple[str, str]:
    parameters = request.path_params
    return parameters["patient_id"], f"{parameters['type']}/{parameters['id']}"


ROUTES = (
    Route("/dossiers/{patient_id}/cercle/quitter", leave_oneself, methods=["POST"]),
    Route("/dossiers/{patient_id}/cercle/{type}/{id}/depart", departure, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/cercle/{type}/{id}/retour", come_back, methods=["POST"]),
)
