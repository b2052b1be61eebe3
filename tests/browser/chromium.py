"""Which Chromium the tests drive, and how it is started."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

# The same engine without the windows' own pages takes a fifth less time; the whole one does where it is not there.
PROGRAMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def program() -> Path | None:
    """Return the Chromium of this machine, None where there is none."""
    return next((found for found in PROGRAMS if found.exists()), None)


@asynccontextmanager
async def chromium(*flags: str) -> AsyncIterator[Browser]:
    """Start a Chromium, and end it afterwards."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program(), args=[*FLAGS, *flags])
        yield opened
        await opened.close()
