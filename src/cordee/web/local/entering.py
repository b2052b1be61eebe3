"""The end of every way in: the session is opened, the device is known from now on."""

from starlette.requests import Request
from starlette.responses import Response

from cordee.kernel.errors import CordeeError
from cordee.web.forms import Form
from cordee.web.place import DEVICE, STEP, drop, keep, place_of
from cordee.web.sign_in.provider import enter
from cordee.web.site import site_of


async def let_in(request: Request, identity_id: str, method: str, resume: str) -> Response:
    """Open the session of somebody who has just proved who they are and lead them on."""
    gate = site_of(request).gate
    session = await gate.open_session(identity_id, method, request.headers.get("user-agent", ""))
    response = enter(request, session, resume)
    await know_device(request, response, identity_id)
    drop(response, STEP)
    return response


async def know_device(request: Request, response: Response, identity_id: str) -> None:
    """Have the browser keep that its owner has signed in here."""
    known = await site_of(request).gate.credentials.places.remember(identity_id, place_of(request))
    keep(request, response, DEVICE, known)


def refused(form: Form, error: CordeeError) -> int:
    """Put a refusal at the head of a form and return the status of its page; a password is never shown again."""
    form.refuse(error)
    return error.http_status
