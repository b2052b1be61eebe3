"""Verifying what a provider signed.

Source: OpenID Connect Core 1.0 sections 3.1.3.7 and 5.3.2; RFC 8725 (a verifier chooses the algorithms).
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import ClaimsOption

from cordee.access.openid.attempt import Attempt
from cordee.access.openid.errors import UnverifiedAnswerError, WeakProofError
from cordee.access.openid.metadata import Metadata
from cordee.access.openid.providers import Provider

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Public keys only: neither `none` nor a shared secret is ever accepted, whatever a token says of itself."""
CLOCK_SKEW_SECONDS = 60
LEVELS = ("eidas1", "eidas2", "eidas3")


class Verifier:
    """Verifies the tokens of one provider for this client."""

    def __init__(self, provider: Provider, metadata: Metadata) -> None:
        self._provider = provider
        self._metadata = metadata

    async def id_token(self, token: str, attempt: Attempt, access_token: str) -> dict[str, Any]:
        """Return the claims of an id_token that answers this attempt.

        Raises: UnverifiedAnswerError naming what differs; WeakProofError when the level is too low.
        """
        claims = await self._signed(token)
        essential = ClaimsOption(essential=True)
        registry = jwt.JWTClaimsRegistry(
            leeway=CLOCK_SKEW_SECONDS,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client_id},
            nonce={"essential": True, "value": attempt.nonce},
            sub=essential,
            exp=essential,
            iat=essential,
        )
        self._validate(registry, claims)
        if claims.get("azp", self._provider.client_id) != self._provider.client_id:
            raise self._refuse("azp")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
            raise self._refuse("azp")
        if "at_hash" in claims and not _is_hash_of(str(claims["at_hash"]), access_token):
            raise self._refuse("at_hash")
        if not is_enough(str(claims.get("acr", "")), self._provider.acr):
            raise WeakProofError(self._provider.name)
        if attempt.is_anew and not _proved_since(claims.get("auth_time"), attempt.started_at):
            raise self._refuse("auth_time")
        return claims

    async def userinfo(self, token: str, subject: str) -> dict[str, Any]:
        """Return the claims of a signed userinfo; its issuer and audience may be left out, never be another's."""
        claims = await self._signed(token)
        registry = jwt.JWTClaimsRegistry(
            leeway=CLOCK_SKEW_SECONDS,
            iss={"value": self._provider.issuer},
            aud={"value": self._provider.client_id},
            sub={"essential": True, "value": subject},
        )
        self._validate(registry, claims)
        return claims

    async def _signed(self, token: str) -> dict[str, Any]:
        """Return the claims of a token signed by the provider; a key that is not known is asked for once more."""
        try:
            return _decode(token, await self._metadata.keys())
        except InvalidKeyIdError:
            pass
        except (JoseError, ValueError) as error:
            raise self._refuse("signature") from error
        try:
            return _decode(token, await self._metadata.keys(anew=True))
        except (JoseError, ValueError) as error:
            raise self._refuse("signature") from error

    def _validate(self, registry: jwt.JWTClaimsRegistry, claims: dict[str, Any]) -> None:
        try:
            registry.validate(claims)
        except JoseError as error:
            raise self._refuse(str(getattr(error, "claim", "") or "claims")) from error

    def _refuse(self, reason: str) -> UnverifiedAnswerError:
        return UnverifiedAnswerError(self._provider.name, reason)


def is_enough(acr: str, lowest: str) -> bool:
    """Return whether a level of assurance reaches the lowest accepted; an unknown one only when it is that very one."""
    if acr in LEVELS and lowest in LEVELS:
        return LEVELS.index(acr) >= LEVELS.index(lowest)
    return acr == lowest and bool(acr)


def _decode(token: str, keys: KeySet) -> dict[str, Any]:
    return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)


def _is_hash_of(at_hash: str, access_token: str) -> bool:
    """Return whether an id_token names the access token it came with, by any of the digests a signature may use."""
    for algorithm in ("sha256", "sha384", "sha512"):
        digest = hashlib.new(algorithm, access_token.encode()).digest()
        half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
        if hmac.compare_digest(half, at_hash):
            return True
    return False


def _proved_since(auth_time: Any, started_at: datetime) -> bool:
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        return False
    return bool(auth_time >= started_at.timestamp() - CLOCK_SKEW_SECONDS)
