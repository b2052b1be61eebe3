"""What the pages of an invitation share: the step its cookie names, and how a page of it is drawn."""

from starlette.requests import Request
from starlette.responses import Response

from cordee.access.local.links import Opened, first_name
from cordee.access.refusals import CeremonyOverError, LinkOverError
from cordee.kernel.errors import CordeeError
from cordee.web.forms import Form
from cordee.web.page import render
from cordee.web.place import INVITATION, has_passkeys
from cordee.web.site import site_of

OVER = (LinkOverError, CeremonyOverError)


async def opened_page(
    request: Request,
    template: str,
    opened: Opened,
    form: Form,
    status: int = 200,
    more: dict[str, str] | None = None,
) -> Response:
    """Return a page of an invitation."""
    context = {
        "form": form,
        "invitation": opened.invitation,
        "first_name": first_name(opened.invitation.name),
        "draft": opened.draft,
        "must_sign_in": opened.must_sign_in,
        "is_signed_in": request.state.session is not None and request.state.session.identity_id is not None,
        "has_passkeys": has_passkeys(request),
        "has_providers": bool(site_of(request).gate.openid),
    }
    return await render(request, template, {**context, **(more or {})}, status=status)


async def over_page(request: Request, error: CordeeError) -> Response:
    """Return the page of a link that does not work."""
    return await render(request, "local/over.html", {"error": error}, status=error.http_status)


async def opened_by(request: Request) -> Opened:
    """Return what the link this browser has opened opens."""
    return await site_of(request).gate.credentials.links.look(step_of(request))


def step_of(request: Request) -> str:
    """Return the secret of the step this browser holds."""
    return request.cookies.get(INVITATION, "")
