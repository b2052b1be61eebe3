"""The link of a letter: exchanged at once for a cookie, then one choice and one step a page."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.local import totp
from cordee.access.local.joining import Joined
from cordee.access.local.links import Opened, first_name
from cordee.access.refusals import (
    AlreadyHereError,
    BusyError,
    CeremonyOverError,
    LinkOverError,
    PasswordRefusedError,
    ThrottledError,
    WrongProofError,
)
from cordee.kernel.errors import CordeeError
from cordee.web.account.device import device_name
from cordee.web.forms import Form, read_form
from cordee.web.local.entering import know_device, let_in, refused
from cordee.web.local.passkey import answer_options
from cordee.web.local.password import PASSWORD_LENGTH
from cordee.web.page import render
from cordee.web.place import INVITATION, drop, has_passkeys, keep, party_of, place_of
from cordee.web.session import is_secure, open_session
from cordee.web.site import site_of

WELCOME = "/invitation/accueil"
PASSWORD = "/invitation/mot-de-passe"  # noqa: S105  an address
PHONE = "/invitation/telephone"
OVER = (LinkOverError, CeremonyOverError)


async def open_link(request: Request) -> Response:
    """Exchange a link for a cookie and go on to a page whose address says nothing.

    Reading a link uses nothing up: the scanners of mailboxes open it too.
    """
    try:
        step = await site_of(request).gate.credentials.links.open(
            request.path_params["secret"], place_of(request)
        )
    except (LinkOverError, ThrottledError) as error:
        response = await _over(request, error)
    else:
        response = RedirectResponse(WELCOME, status_code=303)
        keep(request, response, INVITATION, step)
    response.headers["referrer-policy"] = "no-referrer"
    return response


async def welcome(request: Request) -> Response:
    """Say who invites and to what, and let them choose how to sign in from now on."""
    try:
        opened = await _opened(request)
    except OVER as error:
        return await _over(request, error)
    if opened.invitation.purpose == "forgotten":
        return await _page(request, "local/new_password.html", opened, Form())
    return await _page(request, "local/welcome.html", opened, Form())


async def accept(request: Request) -> Response:
    """Give the role to who is signed in, and lead on to the choice of a role."""
    session = request.state.session
    if session is None or session.identity_id is None:
        return RedirectResponse(f"/connexion?suite={WELCOME}", status_code=303)
    try:
        await site_of(request).gate.credentials.joining.accept_as(_step(request), session.identity_id)
    except AlreadyHereError as error:
        form = Form()
        return await _page(request, "local/welcome.html", await _opened(request), form, refused(form, error))
    except OVER as error:
        return await _over(request, error)
    response = RedirectResponse("/connexion/role", status_code=303)
    drop(response, INVITATION)
    return response


async def show_password(request: Request) -> Response:
    """Ask for a password."""
    try:
        return await _page(request, "local/new_password.html", await _opened(request), Form())
    except OVER as error:
        return await _over(request, error)


async def choose_password(request: Request) -> Response:
    """Keep the password chosen; somebody who has forgotten theirs proves their second factor and is in."""
    form = await read_form(request)
    joining, password = site_of(request).gate.credentials.joining, form.value("password")[:PASSWORD_LENGTH]
    try:
        opened = await _opened(request)
        if opened.invitation.purpose == "forgotten":
            code = form.text("code", length_max=40)
            joined = await joining.finish_forgotten(_step(request), password, code, place_of(request))
            return await _enter(request, joined, "password")
        await joining.choose_password(_step(request), password)
    except PasswordRefusedError as error:
        form.errors["password"] = error.message_fr
        return await _page(request, "local/new_password.html", opened, form, error.http_status)
    except (WrongProofError, ThrottledError, BusyError, AlreadyHereError) as error:
        return await _page(request, "local/new_password.html", opened, form, refused(form, error))
    except OVER as error:
        return await _over(request, error)
    return RedirectResponse(PHONE, status_code=303)


async def show_phone(request: Request) -> Response:
    """Show the code to photograph with the application."""
    return await _phone_page(request, Form(), 200)


async def add_phone(request: Request) -> Response:
    """Check the application's first code: everything chosen is in force, and the recovery codes are shown once."""
    form = await read_form(request)
    try:
        joined = await site_of(request).gate.credentials.joining.finish_with_code(
            _step(request), form.text("code", length_max=40)
        )
    except WrongProofError as error:
        return await _phone_page(request, form, refused(form, error))
    except (*OVER, AlreadyHereError) as error:
        return await _over(request, error)
    return await _enter(request, joined, "password")


async def offer_passkey(request: Request) -> Response:
    """Return what the browser needs to make a passkey."""
    joining = site_of(request).gate.credentials.joining
    return answer_options(*await joining.offer_passkey(_step(request), party_of(request)))


async def add_passkey(request: Request) -> Response:
    """Put the passkey just made in force and open the session."""
    form = await read_form(request)
    try:
        joined = await site_of(request).gate.credentials.joining.finish_with_passkey(
            _step(request),
            party_of(request),
            form.value("step"),
            form.value("answer"),
            device_name(request.headers.get("user-agent", ""))[0],
        )
    except WrongProofError as error:
        return await _page(request, "local/welcome.html", await _opened(request), form, refused(form, error))
    except (*OVER, AlreadyHereError) as error:
        return await _over(request, error)
    return await _enter(request, joined, "passkey")


async def _enter(request: Request, joined: Joined, method: str) -> Response:
    """Open the session; recovery codes, when there are any, are shown on the way, once."""
    if not joined.codes:
        response = await let_in(request, joined.identity_id, method, "/")
    else:
        gate = site_of(request).gate
        session = await gate.open_session(joined.identity_id, method, request.headers.get("user-agent", ""))
        response = await render(request, "local/codes.html", {"codes": joined.codes, "onward": "/"})
        open_session(response, session, is_secure=is_secure(request))
        await know_device(request, response, joined.identity_id)
    drop(response, INVITATION)
    return response


async def _phone_page(request: Request, form: Form, status: int) -> Response:
    try:
        opened = await _opened(request)
        secret = await site_of(request).gate.credentials.joining.authenticator_of(_step(request))
    except (*OVER, AlreadyHereError) as error:
        return await _over(request, error)
    if secret is None:
        return RedirectResponse(PASSWORD, status_code=303)
    more = {"secret": secret, "picture": totp.picture_of(secret, opened.invitation.email), "action": PHONE}
    return await _page(request, "local/phone.html", opened, form, status, more)


async def _page(
    request: Request,
    template: str,
    opened: Opened,
    form: Form,
    status: int = 200,
    more: dict[str, str] | None = None,
) -> Response:
    context = {
        "form": form,
        "invitation": opened.invitation,
        "first_name": first_name(opened.invitation.name),
        "draft": opened.draft,
        "must_sign_in": opened.must_sign_in,
        "is_signed_in": request.state.session is not None and request.state.session.identity_id is not None,
        "has_passkeys": has_passkeys(request),
        "has_providers": bool(site_of(request).gate.openid),
    }
    return await render(request, template, {**context, **(more or {})}, status=status)


async def _over(request: Request, error: CordeeError) -> Response:
    return await render(request, "local/over.html", {"error": error}, status=error.http_status)


async def _opened(request: Request) -> Opened:
    return await site_of(request).gate.credentials.links.look(_step(request))


def _step(request: Request) -> str:
    return request.cookies.get(INVITATION, "")


ROUTES = (
    Route(WELCOME, welcome, methods=["GET"]),
    Route("/invitation/accepter", accept, methods=["POST"]),
    Route(PASSWORD, show_password, methods=["GET"]),
    Route(PASSWORD, choose_password, methods=["POST"]),
    Route(PHONE, show_phone, methods=["GET"]),
    Route(PHONE, add_phone, methods=["POST"]),
    Route("/invitation/cle/options", offer_passkey, methods=["POST"]),
    Route("/invitation/cle", add_passkey, methods=["POST"]),
    Route("/invitation/{secret}", open_link, methods=["GET"]),
)
