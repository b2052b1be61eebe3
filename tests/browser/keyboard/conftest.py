"""The village's server and browser, for runs without a pointer."""

from tests.browser.shell.conftest import address

__all__ = ["address"]
