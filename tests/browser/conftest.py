"""A test fails for what a page it opened said against itself, whatever it was looking at."""

from collections.abc import Iterator

import pytest

from tests.browser.looking import FAULTS


@pytest.fixture(autouse=True)
def faultless() -> Iterator[None]:
    """No script error and no violation of the content policy on any watched page."""
    FAULTS.clear()
    yield
    assert not FAULTS
