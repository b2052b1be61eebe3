"""What a provider publishes of itself: its addresses and its keys, remembered and asked again when they change."""

import asyncio
import time
from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cordee.access.openid.errors import ProviderUnavailableError, UnverifiedAnswerError
from cordee.access.openid.providers import Provider, is_safe_address
from cordee.access.openid.speaking import Speaker

REMEMBER_SECONDS = 3600.0
KEYS_ASKED_EVERY_SECONDS = 10.0  # a stranger's key id must not make this server ask again and again


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a discovery document that is used here. Source: OpenID Connect Discovery 1.0 section 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Metadata:
    """The addresses and keys of one provider, asked for once an hour."""

    def __init__(self, provider: Provider, speaker: Speaker) -> None:
        self._provider = provider
        self._speaker = speaker
        self._addresses: tuple[float, Addresses] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._asking = asyncio.Lock()

    async def addresses(self) -> Addresses:
        """Return the provider's addresses.

        Raises: ProviderUnavailableError when they cannot be had; UnverifiedAnswerError when they are another issuer's
        or may not carry secrets.
        """
        async with self._asking:
            if self._addresses is None or _age(self._addresses[0]) > REMEMBER_SECONDS:
                self._addresses = (time.monotonic(), await self._discover())
            return self._addresses[1]

    async def keys(self, *, anew: bool = False) -> KeySet:
        """Return the provider's keys; asked for anew when a signature names one that is not known, not too often."""
        jwks_uri = (await self.addresses()).jwks_uri
        async with self._asking:
            life = KEYS_ASKED_EVERY_SECONDS if anew else REMEMBER_SECONDS
            if self._keys is None or _age(self._keys[0]) > life:
                self._keys = (time.monotonic(), await self._ask_keys(jwks_uri))
            return self._keys[1]

    async def _discover(self) -> Addresses:
        answer = await self._speaker.get(self._provider.discovery)
        try:
            found = msgspec.convert(answer.json(), Addresses)
        except msgspec.ValidationError as error:
            raise ProviderUnavailableError(self._provider.name) from error
        used = (
            found.authorization_endpoint,
            found.token_endpoint,
            found.jwks_uri,
            found.userinfo_endpoint,
            found.end_session_endpoint or self._provider.issuer,
        )
        if found.issuer != self._provider.issuer or not all(map(is_safe_address, used)):
            raise UnverifiedAnswerError(self._provider.name, "discovery")
        return found

    async def _ask_keys(self, address: str) -> KeySet:
        published: Any = (await self._speaker.get(address)).json()
        usable = [key for key in published.get("keys") or () if _signs(key)]
        try:
            return KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderUnavailableError(self._provider.name) from error


def _signs(key: Any) -> bool:
    """Return whether a published key is one that signs: never a shared secret, never a key for encryption."""
    return isinstance(key, dict) and key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"


def _age(at: float) -> float:
    return time.monotonic() - at
