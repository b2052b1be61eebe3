"""Contents nobody names: what a crash, a refusal or a lost race left in the object store goes, after a safe delay."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

from cordee.kernel.clock import now
from cordee.store.asker import system_asker
from cordee.store.contents.keeper import Keeper
from cordee.store.database import Database

SAFE_DELAY = timedelta(hours=48)
"""How old an unnamed content must be: far beyond the longest transaction."""
DAYS_SWEPT = 40
"""How far back a sweep looks: a worker may stand still that long without anything being left for ever."""
ADDRESSES_AT_ONCE = 500
_NAMED = "SELECT address FROM content WHERE address = ANY(%s)"


async def sweep(database: Database, keeper: Keeper) -> int:
    """Delete what no version of any resource names and is older than the delay; return how many were.

    An address is named by its writer alone, before that delay is over, or never: nothing deleted here is named later.
    Cost: lists what was written in the last forty days, and asks of five hundred addresses at a time.
    """
    count = 0
    today = now().date()
    for back in range(DAYS_SWEPT):
        async for group in _groups(keeper, today - timedelta(days=back)):
            named = await named_among(database, group)
            for address in group:
                if address not in named:
                    await keeper.delete(address)
                    count += 1
    return count


async def named_among(database: Database, addresses: list[str]) -> set[str]:
    """Return those of the addresses that some version names."""
    async with database.connection(system_asker("contents")) as connection:
        rows = await (await connection.execute(_NAMED, (addresses,))).fetchall()
    return {address for (address,) in rows}


async def _groups(keeper: Keeper, day: date) -> AsyncIterator[list[str]]:
    before: datetime = now() - SAFE_DELAY
    group: list[str] = []
    async for address, written_at in keeper.written_on(day):
        if written_at > before:
            continue
        group.append(address)
        if len(group) == ADDRESSES_AT_ONCE:
            yield group
            group = []
    if group:
        yield group
