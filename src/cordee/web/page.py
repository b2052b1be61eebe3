"""Rendering: one function every page uses, and one that answers a form that was done."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from cordee.web.notice import Notice, answer_done, take_flash
from cordee.web.shell import shell_of
from cordee.web.site import site_of


def is_partial(request: Request) -> bool:
    """Return whether htmx asks for a part of a page and not for the page."""
    headers = request.headers
    return (
        "hx-request" in headers
        and "hx-boosted" not in headers
        and "hx-history-restore-request" not in headers
    )


async def render(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    block: str | None = None,
    requests_waiting: int | None = None,
) -> Response:
    """Return the page, or the part of it that is asked for.

    When `block` is given, only that block of the template is rendered: for a section that refreshes itself.
    When htmx asks for the sheet (`hx-target="#sheet"`), a template that says `{% extends base %}` is drawn as a
    sheet; otherwise as a whole page. Pages are never kept by caches: they hold personal data.
    `requests_waiting` is for a page that has counted them already: the frame does not count them again.
    """
    page = site_of(request).templates.get_template(template)
    partial = is_partial(request)
    whole = block is None and not partial
    values: dict[str, Any] = {
        "request": request,
        "base": "layout/sheet.html" if partial else "layout/page.html",
        "shell": await shell_of(request, counted=whole, requests_waiting=requests_waiting),
        "flash": take_flash(request) if whole else None,
        **(context or {}),
    }
    text = page.render(values) if block is None else "".join(page.blocks[block](page.new_context(values)))
    response = HTMLResponse(text, status)
    if values["flash"] is not None:
        response.delete_cookie("flash", path="/")
    return response


def done(request: Request, message: str, *, back: str, undo: str | None = None) -> Response:
    """Return the answer to a form that was carried out: the sheet closes, a notice says so and offers to undo.

    Without script, or for a form that is a page, the browser goes to `back` and finds the notice there. `undo` is
    the address a POST to which takes the act back. The message never names a person: it may live in a cookie.
    """
    return answer_done(Notice(message=message, undo=undo), back, partial=is_partial(request))
