"""The connection pools: how every statement of the store reaches PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from cordee.kernel.errors import UnavailableError
from cordee.store.app_role import AS_ROLE, ensure_may_act
from cordee.store.asker import Asker
from cordee.store.wall import Connection, show, shown_within

POOL_WAIT_SECONDS = 10.0
STATEMENT_TIMEOUT_MS = 30_000
PREPARE_AFTER = 2
# No statement of ours is better off with a plan for its values, and planning a search costs more than running it.
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"
# Entries of the directory that wait before they go into its indexes: a hundred, for each search looks through them.
FEW_WAIT = "-c gin_pending_list_limit=128kB"

__all__ = ["LOST", "BorrowedConnection", "Connection", "Database", "unavailable"]

LOST = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
"""What PostgreSQL says when a transaction lost against another one, and may be tried again from its start."""

ASIDE_SHARE = 3  # of that many connections that act for askers, one more acts for nobody


class _RawJsonLoader(Loader):
    """Hand `json` over as the bytes PostgreSQL keeps: the content goes to the client untouched."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


async def _keep_json_raw(connection: Connection) -> None:
    connection.adapters.register_loader("json", _RawJsonLoader)


class Database:
    """The pools of connections to one PostgreSQL (15 or later), all of them acting as the application's role.

    What is read of records is read for an asker, on a connection that was told who asks: see `wall`. Other statements
    have connections of their own, which never show anything of a record, whoever was answered before.
    Connections are in autocommit: a single statement is its own transaction, several ask for `transaction()`.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = url
        self._asking = _pool(url, pool_size)
        self._aside = _pool(url, 1 + pool_size // ASIDE_SHARE)

    async def open(self) -> None:
        """Open the pools and wait for their first connections.

        Raises: UnavailableError when none can be had; RoleMissingError when the account may not act as the role.
        """
        try:
            for pool in (self._asking, self._aside):
                await pool.open(wait=True, timeout=POOL_WAIT_SECONDS)
        except PoolTimeout as error:
            await self._ensure_may_act()
            raise unavailable() from error

    async def close(self) -> None:
        """Close every connection."""
        await self._asking.close()
        await self._aside.close()

    @asynccontextmanager
    async def connection(self, asker: Asker | None = None) -> AsyncIterator[Connection]:
        """Lend a connection in autocommit mode that shows what the asker may see; nothing of a record without one.

        Raises UnavailableError when the database does not answer. A transaction that lost against another one passes as
        psycopg says it: see `retrying`.
        """
        try:
            async with (self._aside if asker is None else self._asking).connection() as connection:
                await show(connection, asker)
                yield connection
        except LOST:
            raise
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise unavailable() from error

    @asynccontextmanager
    async def transaction(self, asker: Asker | None = None) -> AsyncIterator[Connection]:
        """Lend a connection inside one transaction: committed on leaving, rolled back on any exception."""
        async with self.connection(asker) as connection, connection.transaction():
            yield connection

    async def listener(self) -> Connection:
        """Open a connection of its own, outside the pools, for LISTEN; the caller closes it."""
        return await Connection.connect(self.url, autocommit=True, options=AS_ROLE)

    async def _ensure_may_act(self) -> None:
        try:
            await ensure_may_act(self.url)
        except psycopg.OperationalError as error:
            raise unavailable() from error


class BorrowedConnection(Database):
    """A database that lends one connection only: that of a transaction under way, whose writes its readers see."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def connection(self, asker: Asker | None = None) -> AsyncIterator[Connection]:
        """Lend the one connection, showing what the asker may see; without one, as it is."""
        if asker is None:
            yield self._connection
            return
        async with shown_within(self._connection, asker):
            yield self._connection


class _WarmFirst(AsyncConnectionPool[Connection]):
    """A pool that lends what was given back last: few connections plan each statement, the idle ones are closed.

    In turn, as psycopg lends them, every connection would plan every statement anew, which costs more than running it.
    """

    async def _get_ready_connection(self, timeout: float | None) -> Connection | None:  # noqa: ASYNC109
        self._pool.rotate(1)
        return await super()._get_ready_connection(timeout)


def _pool(url: str, size: int) -> AsyncConnectionPool[Connection]:
    return _WarmFirst(
        url,
        connection_class=Connection,
        min_size=1,
        max_size=size,
        timeout=POOL_WAIT_SECONDS,
        open=False,
        configure=_keep_json_raw,
        kwargs={
            "autocommit": True,
            "prepare_threshold": PREPARE_AFTER,
            "options": f"{AS_ROLE} -c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC -c jit=off {ONE_PLAN} "
            f"{FEW_WAIT}",
        },
    )


def unavailable() -> UnavailableError:
    """Return the refusal of a database that does not answer, or not as it should."""
    return UnavailableError(
        "La base de données ne répond pas pour le moment. Ce qui était enregistré est gardé ; votre dernier envoi ne "
        "l’est sans doute pas : réessayez dans un instant.",
        "The database does not answer for the moment. What was stored is kept; what you just sent probably is not: "
        "try again shortly.",
    )
