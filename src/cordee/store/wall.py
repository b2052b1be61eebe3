"""The second wall: whom PostgreSQL shows rows to, told to each connection before it reads. See ADR 0019.

Row-level security repeats `predicate` from the settings told here: a statement that forgets the predicate, or has it
wrong, still reads nothing but what its asker may see. A connection that was told nobody sees nothing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.pq import TransactionStatus

from cordee.store.arrays import array
from cordee.store.asker import Asker

TOLD_KEPT = 1000  # askers
_NAMES = ("asker", "who", "keys", "recipients", "reads", "reader", "only_patient", "only_types", "account")
_TELL = (
    "SELECT " + ", ".join(f"set_config('cordee.{name}', ${n + 2}, $1)" for n, name in enumerate(_NAMES))
).encode()

Told = tuple[str, ...]
"""What a connection was told, in the order of `_NAMES`; equal for askers who may see the same."""

NOBODY: Told = ("",) * len(_NAMES)
_PLATFORM = "platform"
_PERSON = "asker"
_UNSURE: Told = ()  # while it is being told


class Connection(AsyncConnection[tuple[Any, ...]]):
    """A connection, and what it was told of who asks."""

    told: Told = NOBODY


@lru_cache(maxsize=TOLD_KEPT)
def told_of(asker: Asker) -> Told:
    """Return what a connection is told of an asker."""
    return (
        _PLATFORM if asker.is_system else _PERSON,
        asker.who,
        array(asker.keys),
        array(asker.recipients),
        str(asker.reads),
        str(asker.reader),
        asker.only_patient,
        "" if asker.only_types is None else array(sorted(asker.only_types)),
        asker.account if asker.only_patient else "",
    )


async def show(connection: Connection, asker: Asker | None) -> None:
    """Show a connection's rows to an asker from now on. Cost: a round trip, none when it was told so already."""
    await _tell(connection, NOBODY if asker is None else told_of(asker), is_local=False)


@asynccontextmanager
async def shown_within(connection: Connection, asker: Asker) -> AsyncIterator[None]:
    """Show rows to an asker for a part of a transaction under way; then to whom it was before."""
    before = connection.told
    await _tell(connection, told_of(asker), is_local=True)
    try:
        yield
    finally:
        if connection.info.transaction_status is TransactionStatus.INTRANS:
            await _tell(connection, before, is_local=True)
        connection.told = (
            before  # a transaction that failed takes back what it was told, with everything else
        )


async def _tell(connection: Connection, told: Told, *, is_local: bool) -> None:
    if connection.told != told:
        connection.told = _UNSURE
        await AsyncRawCursor(connection).execute(_TELL, [is_local, *told])
        connection.told = told
