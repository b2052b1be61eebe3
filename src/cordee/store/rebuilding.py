"""An index derived from resources of some types, written anew a batch at a time while others write."""

from collections.abc import Awaitable, Callable, Sequence

from cordee.store.asker import Asker
from cordee.store.database import Connection, Database

BATCH_RESOURCES = 500  # locked together, for some tens of milliseconds
_COUNT = "SELECT count(*) FROM resource WHERE type = ANY(%s)"
_KEYS = "SELECT key FROM resource WHERE key > %s AND type = ANY(%s) ORDER BY key LIMIT %s"
_HELD = "SELECT key FROM resource WHERE key = ANY(%s) ORDER BY type, id FOR NO KEY UPDATE"

Progress = Callable[[int, int], None]
WriteAnew = Callable[[Connection, Sequence[int]], Awaitable[None]]


async def rebuild_from(
    database: Database, asker: Asker, types: Sequence[str], write_anew: WriteAnew, on_progress: Progress
) -> int:
    """Write anew what is derived from every resource of some types, and return how many were looked at.

    `write_anew` is given the keys of a batch, inside a transaction that shows the asker's rows.
    Cost: resources are locked a batch at a time, in the order every writer locks them.
    """
    kinds, position, done = list(types), 0, 0
    async with database.connection(asker) as connection:
        row = await (await connection.execute(_COUNT, (kinds,))).fetchone()
    total = int(row[0]) if row else 0
    while True:
        async with database.transaction(asker) as connection:
            found = await connection.execute(_KEYS, (position, kinds, BATCH_RESOURCES))
            keys = [row[0] for row in await found.fetchall()]
            if keys:
                await connection.execute(_HELD, (keys,))
                await write_anew(connection, keys)
        if keys:
            position, done = keys[-1], done + len(keys)
            on_progress(min(done, total), total)
        if len(keys) < BATCH_RESOURCES:
            return done
