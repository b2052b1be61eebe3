"""Where notifications may go."""

import pytest

from cordee.exchange.subscriptions.errors import UndeliverableError
from cordee.exchange.subscriptions.targets import Targets, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "::"],
)  # fmt: skip
def test_inner_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_open_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("hosts", "endpoint", "allowed"),
    [
        ((), "https://anything.example/", True),
        ((), "http://anything.example/", False),
        (("example.org",), "https://EXAMPLE.org./x", True),
        (("example.org",), "https://a.example.org/", False),
        (("*.example.org",), "https://a.example.org/", True),
        (("*.example.org",), "https://evilexample.org/", False),
    ],
)
def test_hosts_are_those_of_the_setting(hosts: tuple[str, ...], endpoint: str, allowed: bool) -> None:
    targets = Targets(hosts, may_be_private=False)
    if allowed:
        targets.check(endpoint)
    else:
        with pytest.raises(UndeliverableError):
            targets.check(endpoint)
