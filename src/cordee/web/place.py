"""Where a request comes from, and the cookies that carry a step, an invitation or a known device."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from cordee.access import Place, RelyingParty, relying_party
from cordee.access.local.place import KNOWN_FOR
from cordee.access.refusals import PasskeysUnavailableError
from cordee.web.client_address import client_address
from cordee.web.session import is_secure
from cordee.web.site import site_of

DEVICE = "cordee_device"
STEP = "cordee_step"
INVITATION = "cordee_invitation"
RESUME = "cordee_suite"  # the page to come back to, between password and code
PATHS = {DEVICE: "/", STEP: "/connexion", RESUME: "/connexion", INVITATION: "/invitation"}
LIVES = {
    DEVICE: KNOWN_FOR,
    STEP: timedelta(minutes=5),
    RESUME: timedelta(minutes=5),
    INVITATION: timedelta(hours=1),
}


def place_of(request: Request) -> Place:
    """Return the address of the connection and the secret of the device, if it is a known one."""
    peer = request.client.host if request.client else ""
    trusted = site_of(request).settings.trusted_proxies
    address = client_address(peer, request.headers.get("x-forwarded-for", ""), trusted)
    return Place(address=address, device=request.cookies.get(DEVICE, ""))


def party_of(request: Request) -> RelyingParty:
    """Return whose passkeys this request may use; PasskeysUnavailableError when the address allows none."""
    return relying_party(
        site_of(request).settings.public_url, request.url.scheme, request.headers.get("host", "")
    )


def has_passkeys(request: Request) -> bool:
    """Return whether passkeys are possible at this address."""
    try:
        party_of(request)
    except PasskeysUnavailableError:
        return False
    return True


def keep(request: Request, response: Response, name: str, text: str) -> None:
    """Put a text in a cookie of its own path that no script reads.

    It is sent when a link of another site is followed (`lax`): an invitation is opened from a mailbox.
    """
    response.set_cookie(
        name,
        text,
        max_age=int(LIVES[name].total_seconds()),
        path=PATHS[name],
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def drop(response: Response, name: str) -> None:
    """Take a cookie away."""
    response.delete_cookie(name, path=PATHS[name])
