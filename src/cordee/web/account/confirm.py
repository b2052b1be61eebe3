"""Proving again who one is before a sensitive act, by the means the person has, and back to where they were."""

from starlette.requests import Request
from starlette.responses import Response

from cordee.kernel.errors import ForbiddenError
from cordee.web.forms import Form, read_form
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.place import has_passkeys
from cordee.web.session import COOKIE
from cordee.web.sign_in.provider import WORDS, enter
from cordee.web.site import site_of


async def show(request: Request) -> Response:
    """Show the means this person can prove themselves with."""
    return await show_means(request, Form(), 200)


async def show_means(request: Request, form: Form, status: int) -> Response:
    """Return the page of these means, with what was refused at its head."""
    site, session = site_of(request), request.state.session
    wanted = form.value("suite") or request.query_params.get("suite", "/")
    local = None
    if session.identity_id:
        local = await site.gate.credentials.sign_in.means_of(session.identity_id)
    context = {
        "form": form,
        "local": local,
        "has_passkeys": local is not None and local.passkeys > 0 and has_passkeys(request),
        "suite": wanted if is_own_path(wanted) else "/",
        "provider": WORDS[session.method] if session.method in site.gate.openid else None,
        "key": session.method,
        "is_demo": session.method == "demo",
    }
    return await render(request, "account/confirm.html", context, status=status)


async def confirm_demo(request: Request) -> Response:
    """Let a person of a demonstration, who has nothing to prove themselves with, confirm by this alone."""
    form = await read_form(request)
    if request.state.session.method != "demo":
        raise ForbiddenError
    session = await site_of(request).gate.confirm(request.cookies[COOKIE], "demo")
    return enter(request, session, form.value("suite") or "/")
