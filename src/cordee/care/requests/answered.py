"""Where who asked is told, outside the platform, that an answer waits."""

from typing import NamedTuple

from cordee.access import Door
from cordee.care.requests.number import number_of
from cordee.care.requests.view import view_of
from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError


class ToTell(NamedTuple):
    """A mailbox, and the number of the request it is told of."""

    email: str
    number: str


async def email_to_tell(platform: Door, request_id: str) -> ToTell | None:
    """Return whom to tell of an answer; None when there is no mailbox, or the answer was taken back meanwhile."""
    try:
        request = (await platform.read("ServiceRequest", request_id)).resource
    except (NotFoundError, GoneError):
        return None
    found = view_of(request, None, None, now())
    return (
        ToTell(found.caller_email, number_of(request_id))
        if found.caller_email and not found.is_waiting
        else None
    )
