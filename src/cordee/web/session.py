"""From the session cookie to the door, for every page but the few that are open to all."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cordee.access import Session
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, UnauthenticatedError
from cordee.web.notice import is_own_path
from cordee.web.security import OPEN_TO_OTHER_SITES
from cordee.web.site import Site, site_of

COOKIE = "cordee_session"
SIGN_IN = "/connexion"
ROLE = "/connexion/role"
CONFIRM = "/compte/confirmer"
PUBLIC = frozenset(
    {SIGN_IN, "/deconnexion", "/deconnexion/retour", "/favicon.ico", "/demande", *OPEN_TO_OTHER_SITES}
)
PUBLIC_BELOW = ("/connexion/", "/invitation/", "/demande/", "/agenda/flux/")
RECENT_PROOF = timedelta(minutes=10)
UNATTENDED = "x-unattended"  # set by script/live.js on what no hand asked for


class ProofNeededError(ForbiddenError):
    """The act is sensitive and the person proved who they are too long ago: they are asked to prove it again."""

    code = "proof-needed"

    def __init__(self) -> None:
        super().__init__(
            "Confirmez d’abord que c’est bien vous. Rien n’a été modifié.",
            "Prove again who you are first. Nothing was changed.",
        )


class Sessions:
    """Opens `request.state.door` from the cookie; nobody signed in is sent to sign in and comes back after.

    Login is required everywhere by default: only public addresses go through without a door. `request.state.session`
    says how and when the person signed in, None when nobody did. While their role is to be chosen only the page of
    roles is theirs. A handler that asks for a recent proof sends them to prove again.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its site and, when somebody is signed in, their session, door and actor."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        elsewhere = await self._open(request)
        if elsewhere is not None:
            await elsewhere(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except ProofNeededError:
            prove = _away(request, f"{CONFIRM}?suite={_quoted(_page_to_resume(request))}")
            await prove(scope, receive, send)

    async def _open(self, request: Request) -> Response | None:
        """Put the session and the door on a request, or return where it has to go instead."""
        path, state = request.url.path, request.state
        state.site, state.session, state.door, state.asked_at = self._site, None, None, now()
        try:
            passage = await self._site.gate.pass_session(
                request.cookies.get(COOKIE, ""), is_act=not is_unattended(request)
            )
        except UnauthenticatedError:
            return None if is_public(path) else _to_sign_in(request)
        state.session = passage.session
        if passage.door is not None:
            state.door, state.actor = passage.door, passage.door.actor
            return None
        return (
            None if is_public(path) else _away(request, f"{ROLE}?suite={_quoted(_page_to_resume(request))}")
        )


def is_public(path: str) -> bool:
    """Return whether an address is open to who is not signed in: signing in and out, an invitation's link, and
    asking for support.
    """
    return path in PUBLIC or path.startswith(PUBLIC_BELOW)


def is_secure(request: Request) -> bool:
    """Return whether people reach this server by https, seen here or said by its public address."""
    return request.url.scheme == "https" or site_of(request).settings.public_url.startswith("https://")


def origin_of(request: Request) -> str:
    """Return the scheme and host people reach this server by: its public address, else the one asked for."""
    return site_of(request).settings.public_url or f"{request.url.scheme}://{request.url.netloc}"


def is_unattended(request: Request) -> bool:
    """Return whether the browser asks by itself: a stream, or a section that refreshes because something changed.

    A page left open on a desk must not keep its session alive. Who forges the header shortens their own session.
    """
    return UNATTENDED in request.headers or request.headers.get("accept", "").startswith("text/event-stream")


def require_recent_proof(request: Request) -> None:
    """Let a sensitive act go on when the person proved who they are within RECENT_PROOF.

    Else raises ProofNeededError, which leads them to prove it again and back to the page they came from.
    """
    if now() - request.state.session.verified_at > RECENT_PROOF:
        raise ProofNeededError


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
    address = f"{SIGN_IN}?suite={_quoted(_page_to_resume(request))}"
    if COOKIE in request.cookies:
        address += "&expiree=1"
    response = _away(request, address)
    if "hx-request" not in request.headers:
        response.delete_cookie(COOKIE, path="/")
    return response


def _away(request: Request, address: str) -> Response:
    """Return the way to another page, as a browser, htmx or a stream takes it."""
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"hx-redirect": address})
    if request.headers.get("accept", "").startswith("text/event-stream"):
        return Response(status_code=401)
    return RedirectResponse(address, status_code=303)


def _quoted(path: str) -> str:
    return quote(path, safe="/")


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
