"""The role to act in: chosen once at sign-in by who has several, and changed from the menu of any page."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cordee.access import Actor
from cordee.access.errors import NoRoleError
from cordee.kernel.errors import UnauthenticatedError
from cordee.web.forms import Form, read_form
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.session import COOKIE, SIGN_IN
from cordee.web.sign_in.provider import enter
from cordee.web.sign_in.sight import what_they_see
from cordee.web.site import site_of


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One role somebody may act in, as the page shows it."""

    id: str
    name: str
    structure: str
    sees: str
    icon: str
    is_current: bool = False


def role_shown(account: Actor, current: str | None) -> Role:
    """Return an account as a role to choose."""
    sight = what_they_see(account.kind, account.role)
    kinds = {"patient": "Mon propre dossier", "carer": "Proche", "officer": "Protection des données"}
    return Role(
        id=account.id,
        name=capital(account.role_label) or kinds.get(account.kind, account.name),
        structure=account.organization_name,
        sees=sight.yours,
        icon=sight.icon,
        is_current=account.id == current,
    )


def capital(words: str) -> str:
    """Return words as a line begins."""
    return words[:1].upper() + words[1:]


async def show(request: Request) -> Response:
    """Show the roles to choose from; who has none to choose goes on."""
    session = request.state.session
    if session is None or session.identity_id is None:
        return RedirectResponse("/" if session is not None else SIGN_IN, status_code=303)
    return await _page(request, Form(), status=200)


async def choose(request: Request) -> Response:
    """Act in the role chosen from now on, under a new token.

    From the page of a record the way leads home: the record may not be open in the other role.
    """
    form = await read_form(request)
    try:
        token = request.cookies.get(COOKIE, "")
        session = await site_of(request).gate.choose_role(token, form.text("role"))
    except NoRoleError as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=403)
    return enter(request, session, form.value("suite") or "/")


async def _page(request: Request, form: Form, *, status: int) -> Response:
    session = request.state.session
    if session is None or session.identity_id is None:
        raise UnauthenticatedError
    desk = site_of(request).gate.identities
    identity, accounts = await desk.find(session.identity_id), await desk.accounts_of(session.identity_id)
    wanted = form.value("suite") or request.query_params.get("suite", "/")
    context = {
        "form": form,
        "suite": wanted if is_own_path(wanted) else "/",
        "called": identity.name if identity else "",
        "roles": [role_shown(one, session.account_id) for one in accounts],
        "is_switch": request.state.door is not None,
    }
    return await render(request, "sign_in/role.html", context, status=status)
