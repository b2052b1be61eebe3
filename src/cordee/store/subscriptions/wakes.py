"""Waking those who wait for events in this process: one connection that listens, for as long as anybody waits."""

import asyncio
import contextlib
from collections.abc import Iterator

import psycopg

from cordee.kernel.ending import end
from cordee.kernel.log import get_logger
from cordee.store.database import Database
from cordee.store.subscriptions.matching import CHANNEL

RECONNECT_SECONDS = 1.0

_log = get_logger(__name__)


class Wakes:
    """Sets an event whenever something was matched, for whichever subscription; waiters look for themselves.

    A wake may be lost when the connection is: whoever waits also looks from time to time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: set[asyncio.Event] = set()
        self._listening: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def waiting(self) -> Iterator[asyncio.Event]:
        """Give an event that is set at each wake, for the time of the block."""
        event = asyncio.Event()
        self._waiting.add(event)
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        try:
            yield event
        finally:
            self._waiting.discard(event)

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            await end(self._listening)

    async def _listen(self) -> None:
        while True:
            try:
                async with await self._database.listener() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._wake()
                    async for _ in connection.notifies():
                        self._wake()
            except psycopg.OperationalError:
                _log.warning("listening for subscriptions again soon")
            await asyncio.sleep(RECONNECT_SECONDS)

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()
