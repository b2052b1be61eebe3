"""My application of codes and my recovery codes: added, replaced, removed; codes are shown once."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cordee.access.local import totp
from cordee.access.refusals import CeremonyOverError, LastProofError, WrongProofError
from cordee.web.forms import Form, read_form
from cordee.web.local.security import SECURITY, me, page
from cordee.web.page import done, render
from cordee.web.session import require_recent_proof
from cordee.web.site import site_of

PHONE = "/compte/securite/telephone"


async def show_phone(request: Request) -> Response:
    """Show the code to photograph with the application that is to be added."""
    require_recent_proof(request)
    who = await me(request)
    secret, step = await site_of(request).gate.credentials.security.begin_authenticator(who.id)
    return await _phone_page(request, Form(values={"step": step}), secret, who.email or who.name, 200)


async def add_phone(request: Request) -> Response:
    """Check the application's first code; new recovery codes are shown once."""
    require_recent_proof(request)
    form, who = await read_form(request), await me(request)
    desk, step = site_of(request).gate.credentials.security, form.value("step")
    try:
        codes = await desk.add_authenticator(
            who.id, step, form.text("code", length_max=40), request.state.session.id
        )
    except CeremonyOverError:
        return RedirectResponse(PHONE, status_code=303)
    except WrongProofError as error:
        form.refuse(error)
        secret = await desk.shown_authenticator(who.id, step)
        return await _phone_page(request, form, secret, who.email or who.name, error.http_status)
    return await render(request, "local/codes.html", {"codes": codes, "onward": SECURITY})


async def remove_phone(request: Request) -> Response:
    """Remove the application; refused when it is the last safe way in."""
    require_recent_proof(request)
    who = await me(request)
    try:
        await site_of(request).gate.credentials.security.remove_authenticator(
            who.id, request.state.session.id
        )
    except LastProofError as error:
        form = Form()
        form.refuse(error)
        return await page(request, form, error.http_status)
    return done(request, "Application de codes retirée.", back=SECURITY)


async def renew_codes(request: Request) -> Response:
    """Make new recovery codes and show them once."""
    require_recent_proof(request)
    who = await me(request)
    codes = await site_of(request).gate.credentials.security.renew_codes(who.id, request.state.session.id)
    return await render(request, "local/codes.html", {"codes": codes, "onward": SECURITY})


async def _phone_page(request: Request, form: Form, secret: str, name: str, status: int) -> Response:
    context = {"form": form, "secret": secret, "picture": totp.picture_of(secret, name), "action": PHONE}
    return await render(request, "local/phone.html", context, status=status)


ROUTES = (
    Route(PHONE, show_phone, methods=["GET"]),
    Route(PHONE, add_phone, methods=["POST"]),
    Route("/compte/securite/telephone/retirer", remove_phone, methods=["POST"]),
    Route("/compte/securite/codes", renew_codes, methods=["POST"]),
)
