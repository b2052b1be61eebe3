"""From the session cookie to the door, for every page but the few that are open to all."""

from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cordee.access import Session
from cordee.kernel.clock import now
from cordee.kernel.errors import UnauthenticatedError
from cordee.web.notice import is_own_path
from cordee.web.site import Site

COOKIE = "cordee_session"
PUBLIC = frozenset({"/connexion", "/favicon.ico"})
SIGN_IN = "/connexion"


class Sessions:
    """Opens `request.state.door` from the cookie; nobody signed in is sent to sign in and comes back after.

    Login is required everywhere by default: only the paths of PUBLIC go through without a door.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its site and, when somebody is signed in, their door and actor."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.site = self._site
        request.state.door = None
        try:
            door = await self._site.gate.door_for_session(request.cookies.get(COOKIE, ""))
            request.state.door = door
            request.state.actor = door.actor
        except UnauthenticatedError:
            if request.url.path not in PUBLIC:
                await _to_sign_in(request)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def open_session(response: Response, session: Session, *, is_secure: bool) -> None:
    """Put the session in a cookie no script can read and no other site can send."""
    response.set_cookie(
        COOKIE,
        session.token,
        max_age=max(0, int((session.expires_at - now()).total_seconds())),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure,
    )


def _to_sign_in(request: Request) -> Response:
    """Return the way to the sign-in page, with the page to come back to; ids only, as in any address."""
    address = f"{SIGN_IN}?suite={quote(_page_to_resume(request), safe='/')}"
    if "cookie" in request.headers and COOKIE in request.cookies:
        address += "&expiree=1"
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"hx-redirect": address})
    if request.headers.get("accept", "").startswith("text/event-stream"):
        return Response(status_code=401)
    response = RedirectResponse(address, status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


def _page_to_resume(request: Request) -> str:
    """Return the page the person was on: this one when it is read, the one that held the form when it was sent."""
    if request.method in {"GET", "HEAD"} and "hx-request" not in request.headers:
        return request.url.path
    before = request.headers.get("hx-current-url") or request.headers.get("referer") or "/"
    try:
        path = urlsplit(before).path
    except ValueError:
        return "/"
    return path if is_own_path(path) else "/"
