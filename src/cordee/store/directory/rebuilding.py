"""The directory's index written anew from its resources, while others write."""

from cordee.store.asker import system_asker
from cordee.store.database import Database
from cordee.store.directory.entry import KINDS
from cordee.store.directory.settling import settle_keys
from cordee.store.rebuilding import Progress, rebuild_from

_REBUILDER = system_asker("directory")
_NOBODYS = "DELETE FROM directory_entry e WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = e.key)"
_UNUSED = """DELETE FROM directory_word d
    WHERE NOT EXISTS (SELECT 1 FROM directory_entry e WHERE e.words @@ quote_literal(d.word)::tsquery)"""


async def rebuild(database: Database, on_progress: Progress = lambda _done, _total: None) -> int:
    """Write every entry anew and return how many resources were looked at; words nobody uses any more go."""
    done = await rebuild_from(database, _REBUILDER, sorted(KINDS), settle_keys, on_progress)
    async with database.connection(_REBUILDER) as connection:
        for text in (_NOBODYS, _UNUSED):
            await connection.execute(text.encode())
    return done
