"""The index of appointments written anew from them, while others write."""

from collections.abc import Callable

from cordee.store.asker import system_asker
from cordee.store.database import Connection, Database

BATCH_APPOINTMENTS = 500  # locked together, some milliseconds
_REBUILDER = system_asker("agenda")
_COUNT = "SELECT count(*) FROM resource WHERE type = 'Appointment'"
_KEYS = "SELECT key FROM resource WHERE key > %s AND type = 'Appointment' ORDER BY key LIMIT %s"
_HELD = "SELECT key FROM resource WHERE key = ANY(%s) ORDER BY type, id FOR NO KEY UPDATE"
_DROP = "DELETE FROM agenda_entry WHERE key = ANY(%s)"
_WRITE = """
    INSERT INTO agenda_entry (participant, starts_at, ends_at, key, is_busy)
    SELECT e.participant, e.starts_at, greatest(e.ends_at, e.starts_at), r.key, e.is_busy
    FROM resource r CROSS JOIN LATERAL agenda_entries(r.content) e
    WHERE r.key = ANY(%s) AND NOT r.deleted"""
_NOBODYS = """
    DELETE FROM agenda_entry e
    WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = e.key AND r.type = 'Appointment')"""

Progress = Callable[[int, int], None]


async def rebuild(database: Database, on_progress: Progress = lambda _done, _total: None) -> int:
    """Write the entries of every appointment anew and return how many appointments were looked at.

    Entries of no appointment go. Whoever reads meanwhile sees every agenda whole.
    Cost: appointments are locked a batch at a time, in the order every writer locks them.
    """
    position, done = 0, 0
    async with database.connection(_REBUILDER) as connection:
        row = await (await connection.execute(_COUNT)).fetchone()
    total = int(row[0]) if row else 0
    while True:
        async with database.transaction(_REBUILDER) as connection:
            keys = await _settle_next(connection, position)
        if keys:
            position, done = keys[-1], done + len(keys)
            on_progress(min(done, total), total)
        if len(keys) < BATCH_APPOINTMENTS:
            break
    async with database.connection(_REBUILDER) as connection:
        await connection.execute(_NOBODYS)
    return done


async def _settle_next(connection: Connection, after: int) -> list[int]:
    """Write anew the entries of the next appointments and return their keys, none after the last."""
    found = await connection.execute(_KEYS, (after, BATCH_APPOINTMENTS))
    keys = [row[0] for row in await found.fetchall()]
    if keys:
        for text in (_HELD, _DROP, _WRITE):
            await connection.execute(text, (keys,))
    return keys
