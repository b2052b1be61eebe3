"""Levels of assurance: enough, or not."""

import pytest

from cordee.access.openid.providers import is_safe_address
from cordee.access.openid.tokens import is_enough


@pytest.mark.parametrize(
    ("acr", "lowest", "enough"),
    [
        ("eidas1", "eidas1", True),
        ("eidas2", "eidas1", True),
        ("eidas3", "eidas2", True),
        ("eidas1", "eidas2", False),
        ("", "eidas1", False),
        ("eidas", "eidas1", False),
        ("gold", "eidas1", False),
        ("gold", "gold", True),
        ("eidas3", "gold", False),
        ("", "", False),
    ],
)
def test_level_is_enough_when_it_reaches_the_lowest(acr: str, lowest: str, enough: bool) -> None:
    assert is_enough(acr, lowest) is enough


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://auth.example/realms/x", True),
        ("http://127.0.0.1:3000", True),
        ("http://localhost/x", True),
        ("http://auth.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("ftp://auth.example", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_secrets_travel_by_https_or_stay_on_this_machine(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe
