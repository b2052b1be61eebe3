"""The index of appointments written anew from them, while others write."""

from collections.abc import Sequence

from cordee.store.asker import system_asker
from cordee.store.database import Connection, Database
from cordee.store.rebuilding import Progress, rebuild_from

_REBUILDER = system_asker("agenda")
_DROP = "DELETE FROM agenda_entry WHERE key = ANY(%s)"
_WRITE = """
    INSERT INTO agenda_entry (participant, starts_at, ends_at, key, is_busy)
    SELECT e.participant, e.starts_at, greatest(e.ends_at, e.starts_at), r.key, e.is_busy
    FROM resource r CROSS JOIN LATERAL agenda_entries(r.content) e
    WHERE r.key = ANY(%s) AND NOT r.deleted"""
_NOBODYS = """
    DELETE FROM agenda_entry e
    WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = e.key AND r.type = 'Appointment')"""


async def rebuild(database: Database, on_progress: Progress = lambda _done, _total: None) -> int:
    """Write the entries of every appointment anew and return how many appointments were looked at.

    Entries of no appointment go. Whoever reads meanwhile sees every agenda whole.
    """
    done = await rebuild_from(database, _REBUILDER, ["Appointment"], _settle, on_progress)
    async with database.connection(_REBUILDER) as connection:
        await connection.execute(_NOBODYS)
    return done


async def _settle(connection: Connection, keys: Sequence[int]) -> None:
    for text in (_DROP, _WRITE):
        await connection.execute(text, (list(keys),))
