"""The rest-hook channel: a POST that says something happened, or a PUT of the resource where one is wanted.

Source: https://hl7.org/fhir/R4/subscription.html and its channel types: with a payload, the endpoint is a service base
and the resource is put there.
"""

import asyncio
import ssl

import httpcore

from cordee.exchange.subscriptions.errors import NotDeliveredError, UndeliverableError
from cordee.exchange.subscriptions.targets import GuardedNetwork, Targets
from cordee.fhir.subscription import Channel
from cordee.store import Stored

ANSWER_SECONDS_MAX = 10.0  # from the first byte sent to the answer's status
CONNECTIONS_MAX = 16
KEEP_SECONDS = 30.0
_GONE = 410


class RestHook:
    """Sends notifications over HTTP. Follows no redirection, keeps no cookie, reads no answer beyond its status."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=CONNECTIONS_MAX,
            keepalive_expiry=KEEP_SECONDS,
            network_backend=GuardedNetwork(targets),
        )

    async def tell(self, channel: Channel, marks: dict[str, str], stored: Stored | None) -> None:
        """Return once the receiver has answered 2xx.

        Raises UndeliverableError when it may not be spoken to or answers 410, NotDeliveredError for everything else.
        """
        self._targets.check(channel.endpoint)
        method, address, body = "POST", channel.endpoint, b""
        headers = [*channel.headers, *marks.items(), ("User-Agent", "Cordee")]
        if stored is not None:
            method, address, body = "PUT", _service_address(channel.endpoint, stored), stored.content
            headers.append(("Content-Type", "application/fhir+json; charset=utf-8"))
        headers.append(("Content-Length", str(len(body))))
        status = await self._status(method, address, headers, body)
        if status == _GONE:
            raise UndeliverableError("Le destinataire répond 410.", "The receiver answers 410.")
        if not 200 <= status < 300:
            raise NotDeliveredError(f"Le destinataire répond {status}.", f"The receiver answers {status}.")

    async def close(self) -> None:
        """Close the connections kept open."""
        await self._pool.aclose()

    async def _status(self, method: str, address: str, headers: list[tuple[str, str]], body: bytes) -> int:
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS_MAX),
                self._pool.stream(
                    method, address, headers=[*_host(address), *headers], content=body
                ) as answer,
            ):
                return int(answer.status)
        except TimeoutError as error:
            raise NotDeliveredError(
                "Le destinataire ne répond pas.", "The receiver does not answer."
            ) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise NotDeliveredError(
                "Le destinataire n’est pas joignable.", "The receiver cannot be reached."
            ) from error


def _service_address(endpoint: str, stored: Stored) -> str:
    return f"{endpoint.rstrip('/')}/{stored.type}/{stored.id}"


def _host(address: str) -> list[tuple[str, str]]:
    authority = address.partition("://")[2].partition("/")[0].partition("?")[0]
    return [("Host", authority)]
