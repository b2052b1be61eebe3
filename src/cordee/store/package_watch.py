"""Keeps a long-lived process at the packages installed: loads them at its start, and again when they change."""

import asyncio

import psycopg

from cordee.kernel.ending import end
from cordee.kernel.errors import UnavailableError
from cordee.kernel.log import get_logger
from cordee.store.database import Database
from cordee.store.packages import CHANNEL, Packages

RECONNECT_SECONDS = 1.0

_log = get_logger(__name__)


class PackageWatch:
    """One connection that listens, for as long as the process serves."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._packages = Packages(database)
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once what is installed is in force, and go on watching.

        Raises: UnavailableError when the database does not answer.
        """
        await self._packages.put_in_force()
        self._listening = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Stop watching."""
        if self._listening is not None:
            await end(self._listening)

    async def _listen(self) -> None:
        """Reload at each notice, and after each reconnection: what was told meanwhile was not heard."""
        while True:
            try:
                async with await self._database.listener() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await self._packages.put_in_force()
                    async for _ in connection.notifies():
                        await self._packages.put_in_force()
                        _log.info("definitions reloaded")
            except (psycopg.OperationalError, UnavailableError):
                _log.warning("watching packages again soon")
            except (
                Exception
            ) as error:  # what is in force stays; the next notice, or the next try, may bring better
                _log.error("definitions not reloaded", error=type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)
