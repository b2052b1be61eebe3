"""The connection pool: how every statement of the store reaches PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from cordee.kernel.errors import UnavailableError

POOL_WAIT_SECONDS = 10.0
STATEMENT_TIMEOUT_MS = 30_000
PREPARE_AFTER = 2
# No statement of ours is better off with a plan for its values, and planning a search costs more than running it.
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"

LOST = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
"""What PostgreSQL says when a transaction lost against another one, and may be tried again from its start."""

Connection = AsyncConnection[tuple[Any, ...]]


class _RawJsonLoader(Loader):
    """Hand `json` over as the bytes PostgreSQL keeps: the content goes to the client untouched."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def _keep_json_raw(connection: psycopg.AsyncConnection[Any]) -> None:
    connection.adapters.register_loader("json", _RawJsonLoader)


class Database:
    """One pool of connections to one PostgreSQL (15 or later).

    Connections are in autocommit: a single statement is its own transaction, several ask for `transaction()`.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = url
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=pool_size,
            timeout=POOL_WAIT_SECONDS,
            open=False,
            configure=self._configure,
            kwargs={
                "autocommit": True,
                "prepare_threshold": PREPARE_AFTER,
                "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC -c jit=off {ONE_PLAN}",
            },
        )

    @staticmethod
    async def _configure(connection: Connection) -> None:
        _keep_json_raw(connection)

    async def open(self) -> None:
        """Open the pool and wait for its first connection; raises UnavailableError when none can be had."""
        try:
            await self._pool.open(wait=True, timeout=POOL_WAIT_SECONDS)
        except PoolTimeout as error:
            raise unavailable() from error

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection in autocommit mode; raises UnavailableError when the database does not answer.

        A transaction that lost against another one passes as psycopg says it: see `retrying`.
        """
        try:
            async with self._pool.connection() as connection:
                yield connection
        except LOST:
            raise
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise unavailable() from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Lend a connection inside one transaction: committed on leaving, rolled back on any exception."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def listener(self) -> Connection:
        """Open a connection of its own, outside the pool, for LISTEN; the caller closes it."""
        return await AsyncConnection.connect(self.url, autocommit=True)


class BorrowedConnection(Database):
    """A database that lends one connection only: that of a transaction under way, whose writes its readers see."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend the one connection."""
        yield self._connection


def unavailable() -> UnavailableError:
    """Return the refusal of a database that does not answer, or not as it should."""
    return UnavailableError(
        "La base de données ne répond pas pour le moment. Ce qui était enregistré est gardé ; votre dernier envoi ne "
        "l’est sans doute pas : réessayez dans un instant.",
        "The database does not answer for the moment. What was stored is kept; what you just sent probably is not: "
        "try again shortly.",
    )
