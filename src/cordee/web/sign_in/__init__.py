"""Signing in and out: by the providers that are configured, and in a demonstration by choosing somebody."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Actor, SessionInfo
from cordee.kernel.errors import ForbiddenError
from cordee.web.forms import Form, read_form
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.place import has_passkeys
from cordee.web.session import COOKIE, ROLE, SIGN_IN, origin_of
from cordee.web.sign_in import provider, role
from cordee.web.sign_in.provider import WORDS, enter
from cordee.web.sign_in.sight import what_they_see
from cordee.web.site import site_of


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Someone of the demonstration, as the page shows them."""

    login: str
    name: str
    role: str
    structure: str
    sees: str
    icon: str


def routes() -> list[Route]:
    """Return the routes of signing in and out."""
    return [
        Route(SIGN_IN, show, methods=["GET"]),
        Route(SIGN_IN, enter_demo, methods=["POST"]),
        Route(ROLE, role.show, methods=["GET"]),
        Route(ROLE, role.choose, methods=["POST"]),
        Route("/connexion/{provider:str}", provider.depart, methods=["GET"]),
        Route("/connexion/{provider:str}/retour", provider.arrive, methods=["GET"]),
        Route("/deconnexion", leave, methods=["POST"]),
        Route("/deconnexion/retour", left, methods=["GET"]),
    ]


async def show(request: Request) -> Response:
    """Show how to sign in here; someone already signed in goes home."""
    if request.state.session is not None:
        return RedirectResponse("/", status_code=303)
    return await _page(request, Form(), status=200)


async def enter_demo(request: Request) -> Response:
    """Open the session of the person of the demonstration who was chosen."""
    form = await read_form(request)
    try:
        device = request.headers.get("user-agent", "")
        session = await site_of(request).gate.sign_in_demo(form.text("login"), device)
    except ForbiddenError as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=403)
    return enter(request, session, form.value("suite"))


async def leave(request: Request) -> Response:
    """Close the session here and on the server, and lead on to where the provider's own session is closed."""
    site, session = site_of(request), request.state.session
    await site.gate.sign_out(request.cookies.get(COOKIE, ""))
    return await signed_out(request, session)


async def signed_out(request: Request, session: SessionInfo | None) -> Response:
    """Return the answer to who is signed out here, their cookie taken away.

    A browser refuses to be redirected to another site by a form (CSP form-action): the page it gets leads there.
    """
    client = site_of(request).gate.openid.get(session.method) if session else None
    elsewhere = ""
    if session and client:
        back = f"{origin_of(request)}/deconnexion/retour"
        elsewhere = await client.logout_address(session.logout_hint, back)
    request.state.session = request.state.door = None
    if client and elsewhere:
        context = {"provider": client.provider.name, "elsewhere": elsewhere}
        response = await render(request, "sign_in/leaving.html", context)
    else:
        response = RedirectResponse(f"{SIGN_IN}?sortie=1", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    response.headers["clear-site-data"] = '"cache"'
    return response


async def left(_request: Request) -> Response:
    """Say goodbye to who comes back from the provider's own sign-out."""
    return RedirectResponse(f"{SIGN_IN}?sortie=1", status_code=303)


async def _page(request: Request, form: Form, *, status: int) -> Response:
    gate = site_of(request).gate
    people = await gate.demo_people()
    wanted = form.value("suite") or request.query_params.get("suite", "/")
    context = {
        "form": form,
        "suite": wanted if is_own_path(wanted) else "/",
        "has_expired": "expiree" in request.query_params,
        "has_left": "sortie" in request.query_params,
        "providers": [(key, WORDS[key]) for key in gate.openid],
        "is_demo": bool(people),
        "has_passkeys": has_passkeys(request),
        "groups": [
            ("Les professionnels", [_guest(one) for one in people if one.is_professional]),
            (
                "La personne et ses proches",
                [_guest(one) for one in people if one.kind in ("patient", "carer")],
            ),
            ("Ceux qui veillent", [_guest(one) for one in people if one.kind in ("officer", "operator")]),
        ],
    }
    return await render(request, "sign_in/choose.html", context, status=status)


def _guest(actor: Actor) -> Guest:
    sight = what_they_see(actor.kind, actor.role)
    return Guest(
        login=actor.login,
        name=actor.name,
        role=actor.role_label,
        structure=actor.organization_name,
        sees=sight.words,
        icon=sight.icon,
    )
