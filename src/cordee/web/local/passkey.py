"""Signing in by passkey. The browser's script asks for the options, then sends what the authenticator answered."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cordee.access.refusals import CeremonyOverError, WrongProofError
from cordee.web.forms import read_form
from cordee.web.local.entering import let_in, refused
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.place import has_passkeys, party_of
from cordee.web.site import site_of


def answer_options(options: str, step: str) -> Response:
    """Return the options of a passkey and the secret of their step, as the script takes them."""
    return JSONResponse({"options": json.loads(options), "step": step})


async def offer(request: Request) -> Response:
    """Return a challenge for any passkey of this host."""
    return answer_options(*site_of(request).gate.credentials.sign_in.offer_passkey(party_of(request)))


async def check(request: Request) -> Response:
    """Check what a passkey answered and open the session."""
    form = await read_form(request)
    try:
        who = await site_of(request).gate.credentials.sign_in.check_passkey(
            party_of(request), form.value("step"), form.value("answer")
        )
    except (WrongProofError, CeremonyOverError) as error:
        status, wanted = refused(form, error), form.value("suite")
        context = {
            "form": form,
            "suite": wanted if is_own_path(wanted) else "/",
            "has_passkeys": has_passkeys(request),
        }
        return await render(request, "local/password.html", context, status=status)
    return await let_in(request, who, "passkey", form.value("suite") or "/")


ROUTES = (
    Route("/connexion/cle/options", offer, methods=["POST"]),
    Route("/connexion/cle", check, methods=["POST"]),
)
