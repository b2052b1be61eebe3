"""A Chromium; and a test fails for what a page it opened said against itself, whatever it was looking at."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser

from tests.browser.chromium import chromium
from tests.browser.looking import FAULTS


@pytest.fixture(autouse=True)
def faultless() -> Iterator[None]:
    """No script error and no violation of the content policy on any watched page."""
    FAULTS.clear()
    yield
    assert not FAULTS


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One Chromium."""
    async with chromium() as opened:
        yield opened
