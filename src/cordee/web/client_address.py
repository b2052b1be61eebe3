"""Whose connection it is: the client's address, read through the proxies this server trusts and no further."""

from ipaddress import ip_address, ip_network

HOPS_MAX = 10


def client_address(peer: str, forwarded: str, trusted: str) -> str:
    """Return the address of the client.

    `forwarded` is the header X-Forwarded-For; each proxy adds whom it hears at its right. It is read from there, as
    long as who said it is one of `trusted` (addresses and networks, by commas): what a client writes itself counts for
    nothing.
    """
    address, hops = peer, [hop.strip() for hop in forwarded.split(",") if hop.strip()][-HOPS_MAX:]
    while hops and _is_one_of(address, trusted):
        address = hops.pop()
    return address


def _is_one_of(address: str, networks: str) -> bool:
    try:
        found = ip_address(address)
        return any(
            found in ip_network(one.strip(), strict=False) for one in networks.split(",") if one.strip()
        )
    except ValueError:
        return False
