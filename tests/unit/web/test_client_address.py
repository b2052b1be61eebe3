"""Whose connection it is, through proxies."""

import pytest

from cordee.web.client_address import client_address

TRUSTED = "10.0.0.0/8, 192.0.2.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("203.0.113.5", "", "", "203.0.113.5"),
        ("203.0.113.5", "1.2.3.4", "", "203.0.113.5"),  # nobody is trusted
        ("203.0.113.5", "1.2.3.4", TRUSTED, "203.0.113.5"),  # a client that pretends
        ("10.0.0.1", "203.0.113.5", TRUSTED, "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.5", TRUSTED, "203.0.113.5"),  # pretends through the proxy
        ("10.0.0.1", "203.0.113.5, 192.0.2.9", TRUSTED, "203.0.113.5"),  # two proxies
        ("10.0.0.1", "203.0.113.5, nonsense", TRUSTED, "nonsense"),  # counts as one unknown source
        ("10.0.0.1", "", TRUSTED, "10.0.0.1"),
        ("", "203.0.113.5", TRUSTED, ""),
        ("10.0.0.1", ", ,", TRUSTED, "10.0.0.1"),
    ],
)
def test_address_is_the_last_that_somebody_trusted_heard(
    peer: str, forwarded: str, trusted: str, client: str
) -> None:
    assert client_address(peer, forwarded, trusted) == client
