"""Reading the public keys of applications where they publish them: over https, at public addresses, and little of it.

An address is checked when the connection is made, as for rest-hooks: a registered name may not lead inside.
Source: https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html#registering
"""

import asyncio
import ssl

import httpcore

from cordee.exchange.subscriptions.targets import GuardedNetwork, Targets
from cordee.kernel.errors import UnavailableError
from cordee.kernel.settings import Settings

ANSWER_SECONDS_MAX = 5.0
BODY_BYTES_MAX = 64 * 1024


class KeySetUnreachableError(UnavailableError):
    """The public keys of an application cannot be read where it says they are."""

    code = "key-set-unreachable"

    def __init__(self) -> None:
        super().__init__(
            "Les clés publiques de l’application ne peuvent pas être lues à leur adresse.",
            "The application’s public keys cannot be read at their address.",
        )


class KeySets:
    """Fetches JWKS. Follows no redirection, keeps no cookie, and reads no more than a set of keys takes."""

    def __init__(self, settings: Settings) -> None:
        self._targets = Targets((), settings.subscription_private)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=GuardedNetwork(self._targets)
        )

    async def fetch(self, address: str) -> bytes:
        """Return what stands at an address; raises KeySetUnreachableError."""
        try:
            self._targets.check(address)
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                return await self._read(address)
        except KeySetUnreachableError:
            raise
        except Exception as error:
            raise KeySetUnreachableError from error

    async def close(self) -> None:
        """Close the connections kept open."""
        await self._pool.aclose()

    async def _read(self, address: str) -> bytes:
        headers = [("Accept", "application/json"), ("User-Agent", "Cordee")]
        async with self._pool.stream("GET", address, headers=headers) as answer:
            if answer.status != 200:
                raise KeySetUnreachableError
            body = bytearray()
            async for chunk in answer.aiter_stream():
                body += chunk
                if len(body) > BODY_BYTES_MAX:
                    raise KeySetUnreachableError
            return bytes(body)
