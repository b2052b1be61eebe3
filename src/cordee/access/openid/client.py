"""Asking one provider who somebody is: leaving for it, coming back, and leaving it."""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from cordee.access.openid.attempt import Attempt
from cordee.access.openid.errors import (
    ProviderUnavailableError,
    SignInAbandonedError,
    UnknownAttemptError,
    UnverifiedAnswerError,
)
from cordee.access.openid.metadata import Addresses, Metadata
from cordee.access.openid.providers import Provider
from cordee.access.openid.speaking import Speaker
from cordee.access.openid.tokens import Verifier
from cordee.kernel.log import get_logger

OK = 200
PARAMETER_LENGTH_MAX = 4_096
OUT_OF_ORDER = frozenset({"server_error", "temporarily_unavailable"})

_log = get_logger(__name__)


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider proved: who (`subject` at `issuer`), and what it says of them. No access token is kept."""

    provider: str
    issuer: str
    subject: str
    claims: dict[str, Any]
    id_token: str


class OpenIdClient:
    """The authorization code flow with one provider, PKCE always. One of them serves every request of a process."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._speaker = Speaker(provider.name)
        self._metadata = Metadata(provider, self._speaker)
        self._verifier = Verifier(provider, self._metadata)

    async def address_for(self, attempt: Attempt, redirect_uri: str) -> str:
        """Return where to send the browser; an attempt anew asks to authenticate, whatever session is open there.

        Raises: ProviderUnavailableError.
        """
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.provider.scope,
            "acr_values": self.provider.acr,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        if attempt.is_anew:
            asked |= {"prompt": "login", "max_age": "0"}
        return _with((await self._metadata.addresses()).authorization_endpoint, asked)

    async def finish(self, attempt: Attempt | None, answered: Mapping[str, str], redirect_uri: str) -> Proof:
        """Return what the provider proved, once everything is verified.

        Raises: UnknownAttemptError, SignInAbandonedError, ProviderUnavailableError, UnverifiedAnswerError,
        WeakProofError.
        """
        try:
            return await self._finish(attempt, answered, redirect_uri)
        except UnverifiedAnswerError as refusal:
            _log.warning("answer of a provider refused", provider=self.provider.key, reason=refusal.reason)
            raise

    async def logout_address(self, id_token: str, back: str) -> str:
        """Return where the browser ends the provider's own session too; empty when it has no such address.

        Source: OpenID Connect RP-Initiated Logout 1.0.
        """
        try:
            endpoint = (await self._metadata.addresses()).end_session_endpoint
        except (ProviderUnavailableError, UnverifiedAnswerError):
            return ""
        if not endpoint or not id_token:
            return ""
        return _with(
            endpoint, {"id_token_hint": id_token, "post_logout_redirect_uri": back, "state": "sortie"}
        )

    async def _finish(self, attempt: Attempt | None, answered: Mapping[str, str], redirect_uri: str) -> Proof:
        name = self.provider.name
        state = answered.get("state", "")
        if (
            attempt is None
            or attempt.provider != self.provider.key
            or attempt.has_expired
            or not hmac.compare_digest(state.encode(), attempt.state.encode())
        ):
            raise UnknownAttemptError(name)
        addresses = await self._metadata.addresses()
        self._check_issuer(addresses, answered)
        if "error" in answered:
            out_of_order = answered["error"] in OUT_OF_ORDER
            raise ProviderUnavailableError(name) if out_of_order else SignInAbandonedError(name)
        tokens = await self._redeem(addresses, attempt, answered.get("code", ""), redirect_uri)
        id_token, access_token = str(tokens.get("id_token", "")), str(tokens.get("access_token", ""))
        signed = await self._verifier.id_token(id_token, attempt, access_token)
        said = await self._userinfo(addresses, access_token, str(signed["sub"]))
        return Proof(
            provider=self.provider.key,
            issuer=self.provider.issuer,
            subject=str(signed["sub"]),
            claims=said,
            id_token=id_token,
        )

    def _check_issuer(self, addresses: Addresses, answered: Mapping[str, str]) -> None:
        """Refuse an answer another provider sent. Source: RFC 9207."""
        issuer = answered.get("iss")
        if issuer is None and not addresses.authorization_response_iss_parameter_supported:
            return
        if issuer != self.provider.issuer:
            raise UnverifiedAnswerError(self.provider.name, "iss")

    async def _redeem(
        self, addresses: Addresses, attempt: Attempt, code: str, redirect_uri: str
    ) -> dict[str, Any]:
        """Exchange the code; one already used, or another's, is refused by the provider."""
        if not code or len(code) > PARAMETER_LENGTH_MAX:
            raise UnverifiedAnswerError(self.provider.name, "code")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.verifier,
        }
        basic: tuple[str, str] | None = None
        if "client_secret_post" in addresses.token_endpoint_auth_methods_supported:
            form |= {"client_id": self.provider.client_id, "client_secret": self.provider.client_secret}
        else:
            basic = (self.provider.client_id, self.provider.client_secret)
        answer = await self._speaker.post(addresses.token_endpoint, form, basic=basic)
        if answer.status != OK:
            raise UnverifiedAnswerError(self.provider.name, "code")
        return answer.json()

    async def _userinfo(self, addresses: Addresses, access_token: str, subject: str) -> dict[str, Any]:
        answer = await self._speaker.get(addresses.userinfo_endpoint, bearer=access_token)
        if answer.status != OK:
            raise UnverifiedAnswerError(self.provider.name, "userinfo")
        if answer.kind == "application/jwt":
            return await self._verifier.userinfo(answer.body.decode("ascii", "replace"), subject)
        claims = answer.json()
        if claims.get("sub") != subject:
            raise UnverifiedAnswerError(self.provider.name, "sub")
        return claims


def _with(address: str, parameters: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
