"""Hears that a session, a token or an account was closed, so that nothing remembered outlives it."""

import asyncio
from collections.abc import Callable

import psycopg

from cordee.kernel.ending import end
from cordee.kernel.log import get_logger
from cordee.store.database import Database

CHANNEL = "cordee_closed"
RECONNECT_SECONDS = 1.0

_log = get_logger(__name__)


class Closings:
    """One connection that listens to the triggers of 0016.

    `count` grows at each notice. While `is_listening` is False nothing may be remembered: what is closed meanwhile
    would not be heard.
    """

    def __init__(self, database: Database, forget: Callable[[], None]) -> None:
        self._database = database
        self._forget = forget
        self._task: asyncio.Task[None] | None = None
        self.is_listening = False
        self.count = 0

    async def start(self) -> None:
        """Begin to listen, and go on until `close`; returns at once."""
        self._task = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            await end(self._task)

    def _hear(self) -> None:
        self.count += 1
        self._forget()

    async def _listen(self) -> None:
        while True:
            try:
                async with await self._database.listener() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._hear()
                    self.is_listening = True
                    async for _ in connection.notifies():
                        self._hear()
            except psycopg.OperationalError:
                _log.warning("listening to closings again soon")
            finally:
                self.is_listening = False
                self._hear()
            await asyncio.sleep(RECONNECT_SECONDS)
