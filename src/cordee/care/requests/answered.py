"""Where who asked is told, outside the platform, that their request came, and that an answer waits."""

from typing import NamedTuple

from cordee.access import Door
from cordee.care.requests.view import SupportRequest, view_of
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError


class ToTell(NamedTuple):
    """A mailbox, and the number of the request it is told of."""

    email: str
    number: str


async def email_to_tell(platform: Door, request_id: str) -> ToTell | None:
    """Return whom to tell of an answer; None when there is no mailbox, or the answer was taken back meanwhile."""
    found = await _read(platform, request_id)
    return _to_tell(found) if found is not None and not found.is_waiting else None


async def email_to_acknowledge(platform: Door, request_id: str) -> ToTell | None:
    """Return whom to tell that a request came; None when there is no mailbox."""
    found = await _read(platform, request_id)
    return _to_tell(found) if found is not None else None


def _to_tell(found: SupportRequest) -> ToTell | None:
    return ToTell(found.caller_email, found.number) if found.caller_email else None


async def _read(platform: Door, request_id: str) -> SupportRequest | None:
    try:
        request = (await platform.read("ServiceRequest", request_id)).resource
    except (NotFoundError, GoneError):
        return None
    return view_of(request, None, None, now())
