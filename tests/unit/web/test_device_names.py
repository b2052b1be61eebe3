"""A browser by a name its owner recognises."""

import pytest

from cordee.web.account.device import device_name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome sur Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19.0 Safari/605.1", "Safari sur Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1",
            "Chrome sur iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        (
            "Mozilla/5.0 (Linux; Android 16) SamsungBrowser/28 Chrome/130 Mobile Safari/537.36",
            "Samsung Internet sur Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
        ("curl/8.5", "Un navigateur"),
        ("", "Un navigateur"),
    ],
)
def test_browser_and_system_are_named(agent: str, name: str) -> None:
    assert device_name(agent)[0] == name
