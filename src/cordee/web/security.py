"""What protects every page: a strict content policy, no leaks by headers, forms from this site only, bounded bodies.

Source: W3C CSP 3; Fetch Metadata; OWASP CSRF, "verifying origin"; RGS and HDS expect all of it.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cordee.kernel.errors import ForbiddenError, PayloadTooLargeError

BODY_BYTES_MAX = 20 * 1024 * 1024
# An application's request and another software's call are posted from their sites. Both are checked by what they
# carry, act for nobody, and only lead to a page of ours.
OPEN_TO_OTHER_SITES = frozenset({"/oauth/authorize", "/appel-contextuel"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(self), payment=(), usb=()",
}


class ForeignFormError(ForbiddenError):
    """The form was sent from another site; nothing was done."""

    code = "foreign-form"

    def __init__(self) -> None:
        super().__init__(
            "Ce formulaire a été envoyé depuis un autre site. Rien n’a été modifié : recommencez depuis Cordée.",
            "The form was sent from another site. Nothing was changed.",
        )


class Security:
    """Adds the headers, refuses what another site sends, and stops reading a body that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        may_be_foreign = scope["method"] in SAFE_METHODS or scope["path"] in OPEN_TO_OTHER_SITES
        if not may_be_foreign and not is_from_here(headers, scope.get("scheme", "http")):
            raise ForeignFormError
        if int(headers.get("content-length") or 0) > BODY_BYTES_MAX:
            raise PayloadTooLargeError(BODY_BYTES_MAX)
        await self._app(scope, _bounded(receive), send)


class SafeHeaders:
    """Puts the protective headers on every answer, errors included, and keeps pages out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer with the headers."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


def is_from_here(headers: Headers, scheme: str) -> bool:
    """Return whether an unsafe request comes from a page of this site.

    Browsers say so by `Sec-Fetch-Site`; older ones by `Origin`. A request with neither is no browser's, carries no
    cookie it was not given, and passes.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    host = headers.get("host", "")
    try:
        sender = urlsplit(origin)
    except ValueError:
        return False
    return sender.netloc == host and scheme in {sender.scheme, "http"}


def _bounded(receive: Receive) -> Receive:
    read_bytes = 0

    async def receive_bounded() -> Message:
        nonlocal read_bytes
        message = await receive()
        if message["type"] == "http.request":
            read_bytes += len(message.get("body", b""))
            if read_bytes > BODY_BYTES_MAX:
                raise PayloadTooLargeError(BODY_BYTES_MAX)
        return message

    return receive_bounded
