"""The address shown is one a browser on this machine opens."""

import pytest

from cordee.cli.listening import address


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("cordee.test", "http://cordee.test:80"),
    ],
)
def test_address_is_one_a_browser_opens(host: str, shown: str) -> None:
    assert address(host, 80) == shown
