"""Signing in and out. In a demonstration, the people are shown and one is chosen; the session behind is real."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access import Actor
from cordee.kernel.errors import ForbiddenError
from cordee.web.forms import Form, read_form
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.session import COOKIE, SIGN_IN, open_session
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
        Route(SIGN_IN, enter, methods=["POST"]),
        Route("/deconnexion", leave, methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """Show the people to choose from; someone already signed in goes home."""
    if request.state.door is not None:
        return RedirectResponse("/", status_code=303)
    return await _page(request, Form(), status=200)


async def enter(request: Request) -> Response:
    """Open the session of the person chosen and go back to the page they came from."""
    form = await read_form(request)
    try:
        device = request.headers.get("user-agent", "")
        session = await site_of(request).gate.sign_in_demo(form.text("login"), device)
    except ForbiddenError as refusal:
        form.refuse(refusal)
        return await _page(request, form, status=403)
    wanted = form.value("suite")
    response = RedirectResponse(wanted if is_own_path(wanted) else "/", status_code=303)
    open_session(response, session, is_secure=request.url.scheme == "https")
    return response


async def leave(request: Request) -> Response:
    """Close the session here and on the server."""
    await site_of(request).gate.sign_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse(f"{SIGN_IN}?sortie=1", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    response.headers["clear-site-data"] = '"cache"'
    return response


async def _page(request: Request, form: Form, *, status: int) -> Response:
    people = await site_of(request).gate.demo_people()
    wanted = form.value("suite") or request.query_params.get("suite", "/")
    context = {
        "form": form,
        "suite": wanted if is_own_path(wanted) else "/",
        "has_expired": "expiree" in request.query_params,
        "has_left": "sortie" in request.query_params,
        "groups": [
            ("Les professionnels", [_guest(one) for one in people if one.is_professional]),
            ("La personne et ses proches", [_guest(one) for one in people if not one.is_professional]),
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
