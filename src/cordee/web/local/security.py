"""My security: password, application of codes, passkeys. Each change asks a recent proof and is told by e-mail."""

import binascii

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from cordee.access import Identity
from cordee.access.refusals import (
    BusyError,
    CeremonyOverError,
    LastProofError,
    PasswordRefusedError,
    WrongProofError,
)
from cordee.kernel.errors import CordeeError, NotFoundError, RuleViolatedError
from cordee.web.account.device import device_name
from cordee.web.forms import Form, read_form
from cordee.web.local.passkey import answer_options
from cordee.web.local.password import PASSWORD_LENGTH
from cordee.web.page import done, render
from cordee.web.place import has_passkeys, party_of
from cordee.web.session import require_recent_proof
from cordee.web.site import site_of

SECURITY = "/compte/securite"


async def me(request: Request) -> Identity:
    """Return who is signed in; NotFoundError for a person of the demonstration, who has nothing to prove."""
    session = request.state.session
    found = await site_of(request).gate.identities.find(session.identity_id) if session.identity_id else None
    if found is None:
        raise NotFoundError
    return found


async def show(request: Request) -> Response:
    """Show my means of signing in."""
    return await page(request, Form(), 200)


async def page(request: Request, form: Form, status: int) -> Response:
    """Return the page of my means, with what was refused at its head."""
    who, desk = await me(request), site_of(request).gate.credentials.security
    context = {
        "form": form,
        "means": await desk.means_of(who.id),
        "passkeys": [(bytes_to_base64url(one.credential_id), one) for one in await desk.passkeys_of(who.id)],
        "has_passkeys": has_passkeys(request),
        "email": who.email,
    }
    return await render(request, "local/security.html", context, status=status)


async def show_password(request: Request) -> Response:
    """Ask for another password."""
    require_recent_proof(request)
    await me(request)
    return await render(request, "local/change_password.html", {"form": Form()})


async def change_password(request: Request) -> Response:
    """Change my password."""
    require_recent_proof(request)
    form, who = await read_form(request), await me(request)
    try:
        await site_of(request).gate.credentials.security.change_password(
            who, form.value("password")[:PASSWORD_LENGTH], request.state.session.id
        )
    except PasswordRefusedError as error:
        form.errors["password"] = error.message_fr
        return await render(request, "local/change_password.html", {"form": form}, status=error.http_status)
    except (BusyError, LastProofError) as error:
        form.refuse(error)
        return await render(request, "local/change_password.html", {"form": form}, status=error.http_status)
    return done(request, "Mot de passe changé. Vos autres appareils sont déconnectés.", back=SECURITY)


async def offer_passkey(request: Request) -> Response:
    """Return what the browser needs to make a passkey for me."""
    require_recent_proof(request)
    desk = site_of(request).gate.credentials.security
    return answer_options(*await desk.offer_passkey(party_of(request), await me(request)))


async def add_passkey(request: Request) -> Response:
    """Store the passkey just made."""
    require_recent_proof(request)
    form, who = await read_form(request), await me(request)
    try:
        await site_of(request).gate.credentials.security.add_passkey(
            party_of(request),
            who.id,
            form.value("step"),
            form.value("answer"),
            device_name(request.headers.get("user-agent", ""))[0],
            request.state.session.id,
        )
    except (WrongProofError, CeremonyOverError, RuleViolatedError) as error:
        return await _refused(request, form, error)
    return done(request, "Clé d’accès ajoutée.", back=SECURITY)


async def remove_passkey(request: Request) -> Response:
    """Remove one of my passkeys."""
    require_recent_proof(request)
    who = await me(request)
    try:
        credential_id = base64url_to_bytes(request.path_params["passkey"])
    except (binascii.Error, ValueError) as error:
        raise NotFoundError from error
    try:
        await site_of(request).gate.credentials.security.remove_passkey(
            who.id, credential_id, request.state.session.id
        )
    except LastProofError as error:
        return await _refused(request, Form(), error)
    return done(request, "Clé d’accès retirée.", back=SECURITY)


async def _refused(request: Request, form: Form, error: CordeeError) -> Response:
    form.refuse(error)
    return await page(request, form, error.http_status)


ROUTES = (
    Route(SECURITY, show, methods=["GET"]),
    Route("/compte/securite/mot-de-passe", show_password, methods=["GET"]),
    Route("/compte/securite/mot-de-passe", change_password, methods=["POST"]),
    Route("/compte/securite/cles/options", offer_passkey, methods=["POST"]),
    Route("/compte/securite/cles", add_passkey, methods=["POST"]),
    Route("/compte/securite/cles/{passkey}/retirer", remove_passkey, methods=["POST"]),
)
