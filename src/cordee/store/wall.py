"""The second wall: whom PostgreSQL shows rows to, told to each connection before it reads. See ADR 0019.

Row-level security repeats `predicate` from the settings told here: a statement that forgets the predicate, or has it
wrong, still reads nothing but what its asker may see. A connection that was told nobody sees nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus

from cordee.store.asker import Asker

NOBODY = ""
_UNSURE = "?"  # what a connection was told while it was being told something else
_TELL = "SELECT set_config('cordee.asker', %s, %s)"


class Connection(AsyncConnection[tuple[Any, ...]]):
    """A connection, and whom it shows rows to."""

    shown_to: str = NOBODY


def shown_to(asker: Asker | None) -> str:
    """Return the setting that shows an asker what they may see; equal for askers who may see the same."""
    if asker is None:
        return NOBODY
    if asker.is_system:
        return "platform"
    return msgspec.json.encode([asker.who, asker.keys, asker.reads, asker.reader]).decode()


async def show(connection: Connection, asker: Asker | None) -> None:
    """Show a connection's rows to an asker from now on. Cost: a round trip, none when it was told so already."""
    await _tell(connection, shown_to(asker), is_local=False)


@asynccontextmanager
async def shown_within(connection: Connection, asker: Asker | None) -> AsyncIterator[None]:
    """Show rows to an asker for a part of a transaction under way; then to whom it was before."""
    before = connection.shown_to
    await _tell(connection, shown_to(asker), is_local=True)
    try:
        yield
    finally:
        if connection.info.transaction_status is TransactionStatus.INTRANS:
            await _tell(connection, before, is_local=True)
        connection.shown_to = before  # a transaction that failed takes the setting back with everything else


async def _tell(connection: Connection, setting: str, *, is_local: bool) -> None:
    if connection.shown_to != setting:
        connection.shown_to = _UNSURE
        await connection.execute(_TELL, (setting, is_local))
        connection.shown_to = setting
