"""The pages of what went wrong: what happened, what was kept, what to do next, and never more than that."""

import json
from traceback import extract_tb

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cordee.access.rates import TooManyRequestsError
from cordee.kernel.errors import Category, CordeeError, NotFoundError, UnauthenticatedError, UnsupportedError
from cordee.kernel.ids import new_id
from cordee.kernel.log import get_logger
from cordee.web.page import is_partial, render
from cordee.web.site import Site

_log = get_logger(__name__)

FRAMES_LOGGED = 8  # where it failed; never the text of the exception, which may quote a person

# Absent and not allowed have one face: the difference would say that a record exists.
ONE_FACE = frozenset({Category.NOT_FOUND, Category.FORBIDDEN, Category.GONE})


class ErrorPages:
    """Draws every refusal and every fault of the pages below it."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; when it is refused or fails before its answer began, answer with a page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as problem:
            if has_begun:
                raise
            request = Request(scope, receive)
            request.state.site = self._site
            response = await answer(request, problem)
            await response(scope, receive, send)


async def answer(request: Request, problem: Exception) -> Response:
    """Return the page of a problem; an exception nobody meant becomes a reference number, never its text."""
    error = _known(problem)
    if error is None:
        return await _fault(request, problem)
    status = 404 if error.category in ONE_FACE and request.method in {"GET", "HEAD"} else error.http_status
    if is_partial(request):
        response = _refused(error.message_fr, status)
    else:
        template = "errors/absent.html" if status == 404 else "errors/refused.html"
        response = await render(request, template, {"error": error}, status=status)
    if isinstance(error, TooManyRequestsError):
        response.headers["retry-after"] = str(error.seconds)
    return response


def _known(problem: Exception) -> CordeeError | None:
    if isinstance(problem, HTTPException):
        if problem.status_code == 405:
            return UnsupportedError("Cette adresse ne s’ouvre pas ainsi.", "Method not allowed.")
        return UnauthenticatedError() if problem.status_code == 401 else NotFoundError()
    known = isinstance(problem, CordeeError) and problem.category is not Category.FAULT
    return problem if known and isinstance(problem, CordeeError) else None


async def _fault(request: Request, problem: Exception) -> Response:
    reference = new_id()[-12:]
    where = [
        f"{frame.filename}:{frame.lineno}" for frame in extract_tb(problem.__traceback__)[-FRAMES_LOGGED:]
    ]
    _log.error(
        "page failed", reference=reference, method=request.method, kind=type(problem).__name__, where=where
    )
    if is_partial(request):
        told = f"Une erreur s’est produite de notre côté (référence {reference}). Votre texte est gardé : réessayez."
        return _refused(told, 500)
    return await render(request, "errors/fault.html", {"reference": reference}, status=500)


def _refused(message: str, status: int) -> Response:
    return Response(
        status_code=status, headers={"hx-trigger": json.dumps({"cordee:refused": {"message": message}})}
    )
