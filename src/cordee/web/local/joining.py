"""Choosing how to sign in from now on, one step a page: password then application of codes, or passkey."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.local import totp
from cordee.access.local.joining import Joined
from cordee.access.refusals import (
    AlreadyHereError,
    BusyError,
    PasswordRefusedError,
    ThrottledError,
    WrongProofError,
)
from cordee.web.account.device import device_name
from cordee.web.forms import Form, read_form
from cordee.web.local.entering import know_device, let_in, refused
from cordee.web.local.opened import OVER, opened_by, opened_page, over_page, step_of
from cordee.web.local.passkey import answer_options
from cordee.web.local.password import PASSWORD_LENGTH
from cordee.web.page import render
from cordee.web.place import INVITATION, drop, party_of, place_of
from cordee.web.session import is_secure, open_session
from cordee.web.site import site_of

PASSWORD = "/invitation/mot-de-passe"  # noqa: S105  an address
PHONE = "/invitation/telephone"


async def show_password(request: Request) -> Response:
    """Ask for a password."""
    try:
        return await opened_page(request, "local/new_password.html", await opened_by(request), Form())
    except OVER as error:
        return await over_page(request, error)


async def choose_password(request: Request) -> Response:
    """Keep the password chosen; somebody who has forgotten theirs proves their second factor and is in."""
    form = await read_form(request)
    credentials, password = site_of(request).gate.credentials, form.value("password")[:PASSWORD_LENGTH]
    try:
        opened = await opened_by(request)
        if opened.invitation.purpose == "forgotten":
            code = form.text("code", length_max=40)
            joined = await credentials.forgetting.finish(step_of(request), password, code, place_of(request))
            return await _enter(request, joined, "password")
        await credentials.joining.choose_password(step_of(request), password)
    except PasswordRefusedError as error:
        form.errors["password"] = error.message_fr
        return await opened_page(request, "local/new_password.html", opened, form, error.http_status)
    except (WrongProofError, ThrottledError, BusyError, AlreadyHereError) as error:
        return await opened_page(request, "local/new_password.html", opened, form, refused(form, error))
    except OVER as error:
        return await over_page(request, error)
    return RedirectResponse(PHONE, status_code=303)


async def show_phone(request: Request) -> Response:
    """Show the code to photograph with the application."""
    return await _phone_page(request, Form(), 200)


async def add_phone(request: Request) -> Response:
    """Check the application's first code: everything chosen is in force, and the recovery codes are shown once."""
    form = await read_form(request)
    try:
        joined = await site_of(request).gate.credentials.joining.finish_with_code(
            step_of(request), form.text("code", length_max=40)
        )
    except WrongProofError as error:
        return await _phone_page(request, form, refused(form, error))
    except (*OVER, AlreadyHereError) as error:
        return await over_page(request, error)
    return await _enter(request, joined, "password")


async def offer_passkey(request: Request) -> Response:
    """Return what the browser needs to make a passkey."""
    joining = site_of(request).gate.credentials.joining
    return answer_options(*await joining.offer_passkey(step_of(request), party_of(request)))


async def add_passkey(request: Request) -> Response:
    """Put the passkey just made in force and open the session."""
    form = await read_form(request)
    try:
        joined = await site_of(request).gate.credentials.joining.finish_with_passkey(
            step_of(request),
            party_of(request),
            form.value("step"),
            form.value("answer"),
            device_name(request.headers.get("user-agent", ""))[0],
        )
    except WrongProofError as error:
        return await opened_page(
            request, "local/welcome.html", await opened_by(request), form, refused(form, error)
        )
    except (*OVER, AlreadyHereError) as error:
        return await over_page(request, error)
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
        opened = await opened_by(request)
        secret = await site_of(request).gate.credentials.joining.authenticator_of(step_of(request))
    except (*OVER, AlreadyHereError) as error:
        return await over_page(request, error)
    if secret is None:
        return RedirectResponse(PASSWORD, status_code=303)
    more = {"secret": secret, "picture": totp.picture_of(secret, opened.invitation.email), "action": PHONE}
    return await opened_page(request, "local/phone.html", opened, form, status, more)


ROUTES = (
    Route(PASSWORD, show_password, methods=["GET"]),
    Route(PASSWORD, choose_password, methods=["POST"]),
    Route(PHONE, show_phone, methods=["GET"]),
    Route(PHONE, add_phone, methods=["POST"]),
    Route("/invitation/cle/options", offer_passkey, methods=["POST"]),
    Route("/invitation/cle", add_passkey, methods=["POST"]),
)
