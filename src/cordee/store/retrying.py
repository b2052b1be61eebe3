"""Attempts at a transaction: one that lost against another starts again from a clean state, a few times at most."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cordee.store.database import LOST
from cordee.store.errors import ContendedError

ATTEMPTS_MAX = 6
FIRST_WAIT_SECONDS = (
    0.01  # doubles with each attempt; a random share of it is waited, so that losers do not meet again
)

T = TypeVar("T")


class LostRaceError(Exception):
    """An attempt found that somebody was faster, in a way the next attempt will see: never leaves this package."""


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """Return what one attempt returns, the others having been rolled back whole.

    `attempt` must make everything it changes anew each time. A deadlock, a serialization failure and LostRaceError are
    tried again; everything else is raised. After `ATTEMPTS_MAX`, raises ContendedError.
    """
    for number in range(ATTEMPTS_MAX):
        try:
            return await attempt()
        except (LostRaceError, *LOST) as error:
            lost = error
        wait = FIRST_WAIT_SECONDS * 2**number
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311  spreads the losers, hides nothing
    raise ContendedError from lost
