"""Acts of one tap on what the person allows: refuse a member, withdraw, take back what was just written."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle_rights import speaks_for_the_person
from cordee.care.consent.recording import record_refusal
from cordee.care.consent.rights import may_record
from cordee.care.consent.shape import Recipient
from cordee.care.consent.standing import standing_of
from cordee.care.consent.withdrawing import take_back, withdraw
from cordee.care.consent.words import told
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id
from cordee.web.forms import read_form
from cordee.web.page import done
from cordee.web.record.acts import carried_out, form_page
from cordee.web.record.consent_fields import blank, choices, collected, own_act
from cordee.web.record.frame import root_of


async def refuse_member(request: Request) -> Response:
    """Refuse that a member sees the record, as the person or a guardian, at once."""
    door: Door = request.state.door
    parameters = request.path_params
    chart = await open_chart(door, parameters["patient_id"])
    if not speaks_for_the_person(chart, door.actor):
        raise NotFoundError
    member = Recipient(reference=f"{parameters['type']}/{parameters['id']}")
    consent_id = await record_refusal(door, chart.patient_id, [member], own_act(request, chart, new_id()))
    back = f"{root_of(chart.patient_id)}/consentement"
    return done(
        request, "C’est fait : cette personne ne voit plus rien.", back=back, undo=f"{back}/{consent_id}/annuler"
    )  # fmt: skip


async def withdrawal(request: Request) -> Response:
    """Withdraw a consent or lift a refusal: one tap for who decides, a short form for who writes it down."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    consent_id = request.path_params["id"]
    back = f"{root_of(chart.patient_id)}/consentement"
    if not may_record(chart, door.actor):
        raise NotFoundError
    if request.method == "POST":
        form = await read_form(request)
        given = await collected(request, chart, form)
        if await carried_out(form, lambda: withdraw(door, chart.patient_id, consent_id, given)):
            return done(request, "C’est fait, avec effet tout de suite.", back=back)
    else:
        form = blank(request, chart)
    standing = standing_of(chart, now())
    active = [one for one in (standing.information, *standing.permissions, *standing.refusals) if one]
    entry = next((one for one in active if one.id == consent_id), None)
    if entry is None and request.method == "GET":
        raise NotFoundError
    context = {**choices(request, chart), "entry": told(chart, entry) if entry else None, "id": consent_id}
    return await form_page(request, "record/withdraw_form.html", chart, form, context)


async def undo(request: Request) -> Response:
    """Take back what was just written."""
    door: Door = request.state.door
    chart = await open_chart(door, request.path_params["patient_id"])
    await take_back(door, chart.patient_id, request.path_params["id"], own_act(request, chart, ""))
    return done(request, "C’est annulé.", back=f"{root_of(chart.patient_id)}/consentement")


ROUTES = (
    Route("/dossiers/{patient_id}/consentement/refuser/{type}/{id}", refuse_member, methods=["POST"]),
    Route("/dossiers/{patient_id}/consentement/{id}/retirer", withdrawal, methods=["GET", "POST"]),
    Route("/dossiers/{patient_id}/consentement/{id}/annuler", undo, methods=["POST"]),
)
