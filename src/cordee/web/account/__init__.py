"""My account: who I am here, my roles, my devices, and proving again who I am before a sensitive act."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import SessionInfo
from cordee.web.account import confirm
from cordee.web.account.device import Device, device_of
from cordee.web.forms import read_form
from cordee.web.notice import Notice, answer_done
from cordee.web.page import render
from cordee.web.session import CONFIRM
from cordee.web.sign_in import signed_out
from cordee.web.sign_in.role import role_shown
from cordee.web.site import site_of

ACCOUNT = "/compte"
METHODS = {
    "demo": "Liste de la démonstration",
    "psc": "Pro Santé Connect",
    "franceconnect": "FranceConnect",
    "password": "Adresse e-mail et mot de passe",
    "passkey": "Clé d’accès de l’appareil",
}


def routes() -> list[Route]:
    """Return the routes of my account."""
    return [
        Route(ACCOUNT, show, methods=["GET"]),
        Route("/compte/appareils/{session}/fermer", close_one, methods=["POST"]),
        Route("/compte/appareils/fermer", close_all, methods=["POST"]),
        Route(CONFIRM, confirm.show, methods=["GET"]),
        Route(CONFIRM, confirm.confirm_demo, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show who is signed in, in which roles, and on which devices."""
    gate, session = site_of(request).gate, request.state.session
    identity = await gate.identities.find(session.identity_id) if session.identity_id else None
    accounts = await gate.identities.accounts_of(identity.id) if identity else [request.state.actor]
    context = {
        "called": identity.name if identity else request.state.actor.name,
        "email": identity.email if identity else None,
        "method": METHODS.get(session.method, session.method),
        "session": session,
        "is_demo": identity is None,
        "roles": [role_shown(one, session.account_id) for one in accounts],
        "devices": await _devices(request, session),
    }
    return await render(request, "account/account.html", context)


async def close_one(request: Request) -> Response:
    """Close one of my sessions: that device is signed out at its next request, at once."""
    session = request.state.session
    closed = request.path_params["session"]
    gate = site_of(request).gate
    if session.identity_id:
        await gate.sessions.close_one(session.identity_id, closed)
        await gate.note_act(request.state.actor, "session-closed")
    if closed == session.id:
        return await signed_out(request, session)
    return answer_done(Notice(message="Cet appareil est déconnecté.", undo=None), ACCOUNT, partial=False)


async def close_all(request: Request) -> Response:
    """Close all my sessions: with `autres`, every one but this; else this one too."""
    gate, session = site_of(request).gate, request.state.session
    if not session.identity_id:
        return RedirectResponse(ACCOUNT, status_code=303)
    form = await read_form(request)
    await gate.note_act(request.state.actor, "sign-out-everywhere")
    if form.ticked("autres"):
        await gate.sessions.close_all(session.identity_id, but=session.id)
        told = "Vos autres appareils sont déconnectés."
        return answer_done(Notice(message=told, undo=None), ACCOUNT, partial=False)
    await gate.sessions.close_all(session.identity_id)
    return await signed_out(request, session)


async def _devices(request: Request, session: SessionInfo) -> list[Device]:
    found = [session]
    if session.identity_id:
        found = await site_of(request).gate.sessions.devices(session.identity_id)
    return sorted((device_of(one, session.id, METHODS) for one in found), key=lambda one: not one.is_this)
