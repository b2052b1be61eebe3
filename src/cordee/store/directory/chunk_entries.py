"""The entries of a chunk of new resources: made while its rows are being written, sent into the indexes together."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from cordee.store.database import Connection
from cordee.store.directory.entry import KINDS, Entry, Json, entry_of, linked
from cordee.store.directory.fresh import Fresh, Known
from cordee.store.directory.settling import batches, followers_of, named, settle_keys, write_entries

ENTRIES_AT_ONCE = 16  # a millisecond; then others' tasks go on
_MANY_WAIT = "SET LOCAL gin_pending_list_limit = '64MB'"  # more than any chunk: they are sent at its end
_SEND = "SELECT send_directory_entries()"


async def settle_chunk(
    connection: Connection, written: Sequence[Fresh], send: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    """Carry out `send`, which writes the rows of new resources, then do as `settling.settle` does for them.

    Must be called inside the transaction, on a connection that shows the platform's rows. What the resources refer to
    is read first.
    Cost: half that of `settle` an entry; for as long as it takes, each search looks through the entries that wait.
    """
    if not written:
        await send()
        return
    known = Known(written)
    mine = [one for one in written if one.type in KINDS]
    others = await named(
        connection, {ref for one in mine for ref in linked(one.type, one.content or {})}, known
    )
    sent = asyncio.create_task(send())
    try:
        made = [(some, await _entries(some, others)) for some in batches(mine)]
    finally:
        await sent
    await connection.execute(_MANY_WAIT)
    for some, entries in made:
        await write_entries(connection, [one.key for one in some], entries)
    followers = await followers_of(connection, written) - {one.key for one in mine}
    for keys in batches(sorted(followers)):
        await settle_keys(connection, keys, known)
    await connection.execute(_SEND)


async def _entries(some: Sequence[Fresh], others: dict[str, Json]) -> list[tuple[int, Entry]]:
    entries: list[tuple[int, Entry]] = []
    for number, one in enumerate(some, 1):
        if one.content is not None and (entry := entry_of(one.type, one.content, others)):
            entries.append((one.key, entry))
        if number % ENTRIES_AT_ONCE == 0:
            await asyncio.sleep(0)
    return entries
