"""Ending tasks."""

import asyncio
from typing import Any

PATIENCE_SECONDS = 5.0


async def end(*tasks: asyncio.Task[Any], patience_seconds: float = PATIENCE_SECONDS) -> None:
    """Cancel tasks and return once they ended, whatever with: what one of them raised is dropped.

    It is said again to a task that goes on for longer than the patience: before Python 3.12 `asyncio.wait_for`, which
    libraries use, swallows a cancellation that comes at the very moment of what it waited for
    (https://github.com/python/cpython/issues/86296). A task that tidies up is to be given the time it needs.
    """
    while going_on := {task for task in tasks if not task.done()}:
        for task in going_on:
            task.cancel()
        await asyncio.wait(going_on, timeout=patience_seconds)
    await asyncio.gather(*tasks, return_exceptions=True)
