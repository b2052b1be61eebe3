"""Sign-ins under way, each in a cookie of its own: two tabs do not mix, and another browser cannot finish them."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from cordee.access.openid import Attempt
from cordee.access.openid.attempt import ATTEMPT_LIFE, pack, unpack
from cordee.web.session import is_secure

PREFIX = "cordee_attempt_"
NAME_LENGTH = 16
ATTEMPTS_MAX = 4


def keep(request: Request, response: Response, attempt: Attempt) -> None:
    """Put an attempt in a cookie no script reads; those of too many tabs are let go."""
    before = [name for name in request.cookies if name.startswith(_prefix(request))]
    if len(before) >= ATTEMPTS_MAX:
        for name in before:
            _delete(request, response, name)
    response.set_cookie(
        _name(request, attempt.state),
        pack(attempt),
        max_age=int(ATTEMPT_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def taken(request: Request, state: str) -> Attempt | None:
    """Return the attempt this browser began under that state, or None."""
    return unpack(request.cookies.get(_name(request, state), ""))


def forget(request: Request, response: Response, state: str) -> None:
    """Let an attempt go: it is answered once."""
    if _name(request, state) in request.cookies:
        _delete(request, response, _name(request, state))


def quoted(path: str) -> str:
    """Return a path as a parameter of an address."""
    return quote(path, safe="/")


def _delete(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", secure=is_secure(request), httponly=True, samesite="lax")


def _prefix(request: Request) -> str:
    """Return how these cookies are called; over https no other host of the domain can set one of that name."""
    return f"__Host-{PREFIX}" if is_secure(request) else PREFIX


def _name(request: Request, state: str) -> str:
    return f"{_prefix(request)}{''.join(letter for letter in state[:NAME_LENGTH] if letter.isalnum())}"
