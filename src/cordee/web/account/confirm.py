"""Proving again who one is before a sensitive act, by the means the person has, and back to where they were."""

from starlette.requests import Request
from starlette.responses import Response

from cordee.kernel.errors import ForbiddenError
from cordee.web.forms import read_form
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.session import COOKIE
from cordee.web.sign_in.provider import WORDS, enter
from cordee.web.site import site_of


async def show(request: Request) -> Response:
    """Show the means this person can prove themselves with."""
    site, session = site_of(request), request.state.session
    wanted = request.query_params.get("suite", "/")
    context = {
        "suite": wanted if is_own_path(wanted) else "/",
        "provider": WORDS[session.method] if session.method in site.gate.openid else None,
        "key": session.method,
        "is_demo": session.method == "demo",
    }
    return await render(request, "account/confirm.html", context)


async def confirm_demo(request: Request) -> Response:
    """Let a person of a demonstration, who has nothing to prove themselves with, confirm by this alone."""
    form = await read_form(request)
    if request.state.session.method != "demo":
        raise ForbiddenError
    session = await site_of(request).gate.confirm(request.cookies[COOKIE], "demo")
    return enter(request, session, form.value("suite") or "/")
