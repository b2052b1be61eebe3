"""Whose passkeys they are."""

import pytest

from cordee.access import RelyingParty, relying_party
from cordee.access.refusals import PasskeysUnavailableError


@pytest.mark.parametrize(
    ("public_url", "scheme", "host", "found"),
    [
        ("https://cordee.exemple.fr", "http", "10.0.0.7:8471", RelyingParty("cordee.exemple.fr", "https://cordee.exemple.fr")),
        ("https://cordee.exemple.fr:8443", "http", "x", RelyingParty("cordee.exemple.fr", "https://cordee.exemple.fr:8443")),
        ("https://cordee.exemple.fr", "https", "evil.example", RelyingParty("cordee.exemple.fr", "https://cordee.exemple.fr")),
        ("", "http", "localhost:8471", RelyingParty("localhost", "http://localhost:8471")),
        ("http://localhost:8471", "http", "localhost:8471", RelyingParty("localhost", "http://localhost:8471")),
    ],
)  # fmt: skip
def test_public_address_or_this_machine(public_url: str, scheme: str, host: str, found: RelyingParty) -> None:
    assert relying_party(public_url, scheme, host) == found


@pytest.mark.parametrize(
    ("public_url", "scheme", "host"),
    [
        ("", "https", "evil.example"),
        ("", "http", "127.0.0.1:8471"),
        ("", "http", ""),
        ("", "http", "localhost:port"),
        ("http://cordee.exemple.fr", "http", "cordee.exemple.fr"),
        ("", "http", "localhost.evil.example"),
    ],
)
def test_a_host_anybody_may_name_gets_no_passkeys(public_url: str, scheme: str, host: str) -> None:
    with pytest.raises(PasskeysUnavailableError):
        relying_party(public_url, scheme, host)
