"""The village's server and browser, for runs without a pointer."""

from tests.browser.shell.conftest import address, browser

__all__ = ["address", "browser"]
