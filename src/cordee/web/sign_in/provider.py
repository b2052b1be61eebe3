"""Signing in with Pro Santé Connect or FranceConnect: leaving for the provider, and coming back."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cordee.access import Gate, Identity, Session
from cordee.access.openid import Attempt, OpenIdClient, Proof
from cordee.access.openid.attempt import new_attempt
from cordee.access.openid.providers import FRANCECONNECT, PSC
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError, UnauthenticatedError
from cordee.kernel.log import get_logger
from cordee.web.notice import is_own_path
from cordee.web.page import render
from cordee.web.session import CONFIRM, COOKIE, ROLE, SIGN_IN, is_secure, open_session, origin_of
from cordee.web.sign_in import attempts
from cordee.web.site import site_of

_log = get_logger(__name__)


class Words(NamedTuple):
    """How a provider is shown: its word in addresses, and what its button says."""

    name: str
    whom: str


WORDS = {
    PSC: Words("Pro Santé Connect", "Professionnels : avec la carte CPS ou l’application e-CPS"),
    FRANCECONNECT: Words(
        "FranceConnect", "La personne accompagnée : avec son compte des impôts, d’Ameli, de La Poste…"
    ),
}


async def depart(request: Request) -> Response:
    """Send the browser to the provider.

    With `confirmer`, somebody signed in goes to prove again who they are; with `autre`, the provider must ask who it is
    rather than answer with whom it remembers.
    """
    client = _client(request)
    wanted = request.query_params.get("suite", "/")
    resume = wanted if is_own_path(wanted) else "/"
    session = request.state.session
    proves_again = "confirmer" in request.query_params and session is not None
    attempt = new_attempt(
        client.provider.key,
        resume,
        session.id if proves_again else "",
        is_anew="autre" in request.query_params,
    )
    try:
        address = await client.address_for(attempt, _return_address(request))
    except CordeeError as refusal:
        return await refused(request, client.provider.key, refusal)
    response = RedirectResponse(address, status_code=303)
    attempts.keep(request, response, attempt)
    return response


async def arrive(request: Request) -> Response:
    """Take the provider's answer: open the session, or say again who they are, or say why not."""
    client = _client(request)
    attempt = attempts.taken(request, request.query_params.get("state", ""))
    try:
        proof = await client.finish(attempt, request.query_params, _return_address(request))
        assert attempt is not None  # else it was refused
        response = await (_confirm if attempt.session_id else _enter)(request, attempt, proof)
    except CordeeError as refusal:
        response = await refused(request, client.provider.key, refusal)
    attempts.forget(request, response, request.query_params.get("state", ""))
    return response


async def refused(request: Request, key: str, refusal: CordeeError) -> Response:
    """Return the page that says why nobody was signed in, and what to do."""
    _log.info("sign-in refused", provider=key, code=refusal.code)
    context = {"words": WORDS[key], "key": key, "refusal": refusal}
    return await render(request, "sign_in/refused.html", context, status=refusal.http_status)


async def _enter(request: Request, attempt: Attempt, proof: Proof) -> Response:
    site = site_of(request)
    try:
        identity = await _welcome(request, proof)
    except ForbiddenError as refusal:
        await site.gate.note_refusal(proof.provider, refusal.code)
        raise
    session = await site.gate.open_session(
        identity.id, proof.provider, request.headers.get("user-agent", ""), logout_hint=proof.id_token
    )
    if request.state.session is not None:  # the one before, on this browser, is not left behind
        await site.gate.sign_out(request.cookies.get(COOKIE, ""))
    return enter(request, session, attempt.resume)


async def _confirm(request: Request, attempt: Attempt, proof: Proof) -> Response:
    """Let the session go on when the same person came back to it; anybody else changes nothing."""
    gate: Gate = site_of(request).gate
    session = request.state.session
    if session is None or session.id != attempt.session_id:
        raise UnauthenticatedError
    identity = await gate.identities.find_by_link(proof.issuer, proof.subject)
    if identity is None or identity.id != session.identity_id:
        raise ForbiddenError(
            "La personne qui vient de s’identifier n’est pas celle dont la session est ouverte. Rien n’a été modifié.",
            "Who just proved their identity is not who is signed in. Nothing was changed.",
        )
    confirmed = await gate.confirm(request.cookies[COOKIE], proof.provider)
    return enter(request, confirmed, attempt.resume)


async def _welcome(request: Request, proof: Proof) -> Identity:
    site = site_of(request)
    if proof.provider != PSC:
        return await site.gate.persons.welcome(proof)

    def label_of(role: str, is_woman: bool) -> str | None:
        known = site.territory.role(role)
        return site.territory.role_label(role, feminine=is_woman) if known else None

    return await site.gate.professionals.welcome(proof, label_of)


def enter(request: Request, session: Session, resume: str) -> Response:
    """Return the way to the page to resume, or first to the choice of a role, with the session's cookie.

    What opens a session, chooses a role or proves again ends here, so that the cookie is set in one way.
    """
    wanted = resume if is_own_path(resume) and not resume.startswith((SIGN_IN, CONFIRM)) else "/"
    where = wanted if session.account is not None else f"{ROLE}?suite={attempts.quoted(wanted)}"
    response = RedirectResponse(where, status_code=303)
    open_session(response, session, is_secure=is_secure(request))
    return response


def _client(request: Request) -> OpenIdClient:
    client = site_of(request).gate.openid.get(request.path_params["provider"])
    if client is None:
        raise NotFoundError
    return client


def _return_address(request: Request) -> str:
    """Return where the provider sends the browser back: the address registered there."""
    return f"{origin_of(request)}{SIGN_IN}/{request.path_params['provider']}/retour"
