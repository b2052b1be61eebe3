"""Proving again who one is, by password and code or by passkey; the page is the account's."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cordee.access.refusals import BusyError, CeremonyOverError, ThrottledError, WrongProofError
from cordee.kernel.errors import ForbiddenError
from cordee.web.account.confirm import show_means
from cordee.web.forms import read_form
from cordee.web.local.entering import refused
from cordee.web.local.passkey import answer_options
from cordee.web.local.password import PASSWORD_LENGTH
from cordee.web.place import party_of, place_of
from cordee.web.session import COOKIE
from cordee.web.sign_in.provider import enter
from cordee.web.site import site_of

REFUSALS = (WrongProofError, ThrottledError, BusyError, CeremonyOverError)


async def by_password(request: Request) -> Response:
    """Check password and code again and go back to what was being done."""
    form = await read_form(request)
    try:
        await site_of(request).gate.credentials.sign_in.prove_again(
            _who(request),
            form.value("password")[:PASSWORD_LENGTH],
            form.text("code", length_max=40),
            place_of(request),
        )
    except REFUSALS as error:
        return await show_means(request, form, refused(form, error))
    session = await site_of(request).gate.confirm(request.cookies[COOKIE], "password")
    return enter(request, session, form.value("suite") or "/")


async def offer(request: Request) -> Response:
    """Return a challenge for a passkey of who is signed in."""
    _who(request)
    return answer_options(*site_of(request).gate.credentials.sign_in.offer_passkey(party_of(request)))


async def by_passkey(request: Request) -> Response:
    """Check what a passkey answered; another person's proves nothing here."""
    form = await read_form(request)
    try:
        found = await site_of(request).gate.credentials.sign_in.check_passkey(
            party_of(request), form.value("step"), form.value("answer")
        )
        if found != _who(request):
            raise WrongProofError(
                "Cette clé d’accès est celle d’une autre personne.", "This passkey is another person's."
            )
    except REFUSALS as error:
        return await show_means(request, form, refused(form, error))
    session = await site_of(request).gate.confirm(request.cookies[COOKIE], "passkey")
    return enter(request, session, form.value("suite") or "/")


def _who(request: Request) -> str:
    identity_id = request.state.session.identity_id
    if not identity_id:
        raise ForbiddenError
    return str(identity_id)


ROUTES = (
    Route("/compte/confirmer/mot-de-passe", by_password, methods=["POST"]),
    Route("/compte/confirmer/cle/options", offer, methods=["POST"]),
    Route("/compte/confirmer/cle", by_passkey, methods=["POST"]),
)
