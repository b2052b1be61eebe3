"""The invitations of a structure: who is awaited, sent again, cancelled, newly invited, or given access anew."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access import Actor, may_manage
from cordee.access.refusals import NotAnAddressError, NotYoursToInviteError
from cordee.care.directory import find_professionals
from cordee.care.invitees import NoRoleToGiveError, professional_draft
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.web.forms import Form, read_form
from cordee.web.page import done, render
from cordee.web.session import require_recent_proof
from cordee.web.site import site_of

PATH = "/invitations"
QUERY_LENGTH_MAX = 100


async def show(request: Request) -> Response:
    """Show who was invited and has not come yet."""
    return await _page(request, Form(), 200)


async def new(request: Request) -> Response:
    """Search the directory for who is to be invited, or invite the one chosen."""
    actor = _manager(request)
    form = await read_form(request) if request.method == "POST" else Form()
    query = (form.value("q") or request.query_params.get("q", ""))[:QUERY_LENGTH_MAX]
    found = await find_professionals(request.state.door, query)
    if request.method == "POST":
        require_recent_proof(request)
        chosen = next((one for one in found if one.reference == form.value("member")), None)
        email = form.text("email", missing="Écrivez son adresse e-mail.", length_max=254)
        if chosen is None:
            form.errors["member"] = "Choisissez un professionnel dans la liste."
        if form.is_valid and chosen is not None:
            try:
                draft = await professional_draft(request.state.door, chosen.reference)
                await site_of(request).gate.credentials.invitations.invite(
                    draft, email=email, invited_by=actor
                )
                return done(request, "Invitation enregistrée : le message part.", back=PATH)
            except NotAnAddressError as error:
                form.errors["email"] = error.message_fr
            except (NotYoursToInviteError, NoRoleToGiveError) as error:
                form.refuse(error)
    context = {"form": form, "query": query, "found": found}
    return await render(request, "local/invite.html", context, status=422 if form.errors else 200)


async def give_anew(request: Request) -> Response:
    """Confirm that somebody has lost their means; the link goes to their mailbox, not to who confirms."""
    require_recent_proof(request)
    actor, form = _manager(request), await read_form(request)
    email = form.text("email", missing="Écrivez son adresse e-mail.", length_max=254)
    if form.is_valid:
        try:
            await site_of(request).gate.credentials.invitations.give_access_anew(email, confirmed_by=actor)
            return done(request, "Un lien est parti vers sa boîte.", back=PATH)
        except NotAnAddressError as error:
            form.errors["email"] = error.message_fr
        except NotFoundError:
            form.errors["email"] = "Aucun accès de votre structure ne porte cette adresse."
    return await _page(request, form, 422)


async def send_again(request: Request) -> Response:
    """Send an invitation again, with a new link."""
    desk = site_of(request).gate.credentials.invitations
    await desk.send_again(request.path_params["id"], _manager(request))
    return done(request, "Invitation renvoyée. Le lien d’avant ne marche plus.", back=PATH)


async def cancel(request: Request) -> Response:
    """Cancel an invitation."""
    desk = site_of(request).gate.credentials.invitations
    await desk.cancel(request.path_params["id"], _manager(request))
    return done(request, "Invitation annulée.", back=PATH)


async def _page(request: Request, form: Form, status: int) -> Response:
    pending = await site_of(request).gate.credentials.invitations.pending(_manager(request))
    context = {"form": form, "pending": pending, "now": now()}
    return await render(request, "local/invitations.html", context, status=status)


def _manager(request: Request) -> Actor:
    actor: Actor = request.state.actor
    if not may_manage(actor):
        raise NotFoundError
    return actor


ROUTES = (
    Route(PATH, show, methods=["GET"]),
    Route("/invitations/nouvelle", new, methods=["GET", "POST"]),
    Route("/invitations/acces", give_anew, methods=["POST"]),
    Route("/invitations/{id}/renvoyer", send_again, methods=["POST"]),
    Route("/invitations/{id}/annuler", cancel, methods=["POST"]),
)
