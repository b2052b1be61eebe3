"""The directory's index written anew from its resources, while others write."""

from collections.abc import Callable

from cordee.store.asker import system_asker
from cordee.store.database import Database
from cordee.store.directory.entry import KINDS
from cordee.store.directory.settling import BATCH_RESOURCES, settle_keys

_REBUILDER = system_asker("directory")
_KEYS = "SELECT key FROM resource WHERE key > %s AND type = ANY(%s) ORDER BY key LIMIT %s"
_HELD = "SELECT key FROM resource WHERE key = ANY(%s) ORDER BY type, id FOR NO KEY UPDATE"
_NOBODYS = "DELETE FROM directory_entry e WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = e.key)"
_UNUSED = """DELETE FROM directory_word d
    WHERE NOT EXISTS (SELECT 1 FROM directory_entry e WHERE e.words @@ quote_literal(d.word)::tsquery)"""

Progress = Callable[[int, int], None]


async def rebuild(database: Database, on_progress: Progress = lambda _done, _total: None) -> int:
    """Write every entry anew and return how many resources were looked at; words nobody uses any more go.

    Resources are locked a batch at a time, in the order every writer locks them.
    """
    types, position, done = sorted(KINDS), 0, 0
    async with database.connection(_REBUILDER) as connection:
        counted = await connection.execute("SELECT count(*) FROM resource WHERE type = ANY(%s)", (types,))
        row = await counted.fetchone()
    total = int(row[0]) if row else 0
    while True:
        async with database.transaction(_REBUILDER) as connection:
            found = await connection.execute(_KEYS, (position, types, BATCH_RESOURCES))
            keys = [row[0] for row in await found.fetchall()]
            if keys:
                await connection.execute(_HELD, (keys,))
                await settle_keys(connection, keys)
        if keys:
            position, done = keys[-1], done + len(keys)
            on_progress(min(done, total), total)
        if len(keys) < BATCH_RESOURCES:
            break
    async with database.connection(_REBUILDER) as connection:
        for text in (_NOBODYS, _UNUSED):
            await connection.execute(text.encode())
    return done
