"""The link of a letter: exchanged at once for a cookie, then a page that says who invites and to what."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.refusals import AlreadyHereError, LinkOverError, ThrottledError
from cordee.web.forms import Form
from cordee.web.local.entering import refused
from cordee.web.local.opened import OVER, opened_by, opened_page, over_page, step_of
from cordee.web.place import INVITATION, drop, keep, place_of
from cordee.web.site import site_of

WELCOME = "/invitation/accueil"


async def open_link(request: Request) -> Response:
    """Exchange a link for a cookie and go on to a page whose address says nothing.

    Reading a link uses nothing up: the scanners of mailboxes open it too.
    """
    try:
        step = await site_of(request).gate.credentials.links.open(
            request.path_params["secret"], place_of(request)
        )
    except (LinkOverError, ThrottledError) as error:
        response = await over_page(request, error)
    else:
        response = RedirectResponse(WELCOME, status_code=303)
        keep(request, response, INVITATION, step)
    response.headers["referrer-policy"] = "no-referrer"
    return response


async def welcome(request: Request) -> Response:
    """Say who invites and to what, and let them choose how to sign in from now on."""
    try:
        opened = await opened_by(request)
    except OVER as error:
        return await over_page(request, error)
    if opened.invitation.purpose == "forgotten":
        return await opened_page(request, "local/new_password.html", opened, Form())
    return await opened_page(request, "local/welcome.html", opened, Form())


async def accept(request: Request) -> Response:
    """Give the role to who is signed in, and lead on to the choice of a role."""
    session = request.state.session
    if session is None or session.identity_id is None:
        return RedirectResponse(f"/connexion?suite={WELCOME}", status_code=303)
    try:
        await site_of(request).gate.credentials.joining.accept_as(step_of(request), session.identity_id)
    except AlreadyHereError as error:
        form = Form()
        return await opened_page(
            request, "local/welcome.html", await opened_by(request), form, refused(form, error)
        )
    except OVER as error:
        return await over_page(request, error)
    response = RedirectResponse("/connexion/role", status_code=303)
    drop(response, INVITATION)
    return response


ROUTES = (
    Route(WELCOME, welcome, methods=["GET"]),
    Route("/invitation/accepter", accept, methods=["POST"]),
    Route("/invitation/{secret}", open_link, methods=["GET"]),
)
