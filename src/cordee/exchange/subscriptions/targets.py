"""Where notifications may go: the operator's list of hosts, and never to an inner address unless a setting allows it.

An address is checked when the connection is made, on the very address that is then used, so that a name that changes
between two look-ups gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore
import msgspec

from cordee.exchange.subscriptions.errors import NotDeliveredError, UndeliverableError
from cordee.kernel.settings import Settings

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address inside an IPv6 one, whatever it is


class Targets(msgspec.Struct, frozen=True):
    """`hosts` are the names allowed (`*.example.org` for those below); none means any public host."""

    hosts: tuple[str, ...]
    may_be_private: bool

    @classmethod
    def of(cls, settings: Settings) -> "Targets":
        """Return what the settings allow."""
        hosts = tuple(host.strip().lower() for host in settings.subscription_hosts.split(",") if host.strip())
        return cls(hosts, settings.subscription_private)

    def check(self, endpoint: str) -> None:
        """Return when an address may be spoken to; raises UndeliverableError saying why not."""
        parts = urlsplit(endpoint)
        if parts.scheme != "https" and not (self.may_be_private and parts.scheme == "http"):
            raise UndeliverableError("Seul https est permis.", "Only https is allowed.")
        host = (parts.hostname or "").lower().rstrip(".")
        if self.hosts and not any(_is_named(host, pattern) for pattern in self.hosts):
            raise UndeliverableError(
                "Cet hôte n’est pas dans CORDEE_SUBSCRIPTION_HOSTS.",
                "This host is not in CORDEE_SUBSCRIPTION_HOSTS.",
            )

    def allows(self, address: str) -> bool:
        """Return whether a connection may be made to an IP address."""
        return self.may_be_private or is_public(address)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour is not None or found.teredo is not None or found in _TRANSLATED:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _is_named(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to allowed addresses only."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first allowed address of a host; raises UndeliverableError when there is none."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotDeliveredError("Hôte introuvable.", "Host not found.") from error
        addresses = [str(one[4][0]) for one in found]
        allowed = [address for address in addresses if self._targets.allows(address)]
        if not allowed:
            raise UndeliverableError(
                "Cet hôte a une adresse privée ; voir CORDEE_SUBSCRIPTION_PRIVATE.",
                "This host has a private address; see CORDEE_SUBSCRIPTION_PRIVATE.",
            )
        return await self._network.connect_tcp(allowed[0], port, timeout, local_address, socket_options)
