"""Index rows made anew from the resources, while others write.

Types are marked when what they can be searched by changed: by a migration, an installed guide, or whoever asks. One
pass in the order of keys serves all marked types and notes how far it is, so that it can be stopped and taken up
again. What was written meanwhile, perhaps by a process that did not know the new definitions, is done again at the end.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from cordee.fhir.definitions import PackageId, registry
from cordee.fhir.json_value import read_json
from cordee.kernel.clock import now
from cordee.kernel.errors import UnavailableError
from cordee.store.arrays import as_arrays
from cordee.store.asker import system_asker
from cordee.store.database import Connection, Database
from cordee.store.index_rows import INDEX_COLUMNS, Rows, index_rows
from cordee.store.packages import Packages, Pending
from cordee.store.positional import fetch
from cordee.store.statements import statement

BATCH_RESOURCES = 200  # locked together, some milliseconds
_LOCKED = """
    SELECT key, type, patient_id, content, deleted FROM resource WHERE key = ANY(%s) ORDER BY type, id
    FOR NO KEY UPDATE"""
_AS_MARKED = """
    FROM unnest(%s::text[], %s::timestamptz[]) m (type, at) WHERE r.type = m.type AND r.marked_at = m.at"""
"""What was marked when the run began: a type marked again meanwhile is for the next run, from its start."""
LATE = timedelta(minutes=1)  # a write may be committed that long after the moment it bears
_REINDEXER = system_asker("reindex")
_LOCK_ID = 0x52454958  # 'REIX': one run at a time

Progress = Callable[[int, int], None]


class Reindexing:
    """Re-indexes marked types; the definitions in force in this process decide what is indexed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._packages = Packages(database)

    async def pending(self) -> set[str]:
        """Return the types that are marked."""
        async with self._database.connection(_REINDEXER) as connection:
            rows = await (await connection.execute("SELECT type FROM reindex")).fetchall()
        return {row[0] for row in rows} | await self._packages.pending_types()

    async def mark(self, types: Iterable[str] | None = None) -> None:
        """Mark types, all of them when none is named; one that is half done starts again."""
        wanted = "SELECT DISTINCT type FROM resource" if types is None else "SELECT unnest(%(types)s::text[])"
        async with self._database.connection(_REINDEXER) as connection:
            await connection.execute(
                f"INSERT INTO reindex (type) {wanted} ON CONFLICT (type) DO UPDATE SET done_to = 0, marked_at = now()",
                {"types": list(types or ())},
            )

    async def run(self, on_progress: Progress = lambda _done, _total: None) -> int:
        """Re-index every marked type and return how many resources were done.

        When interrupted, the next run goes on where this one stopped. Resources being written meanwhile are left to
        their writer, then done. Raises: UnavailableError when another run is under way.
        """
        async with self._database.connection(_REINDEXER) as connection:
            cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK_ID,))
            row = await cursor.fetchone()
            if row is None or not row[0]:
                raise _busy()
            try:
                return await self._run(connection, on_progress)
            finally:
                await connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK_ID,))

    async def resources(self, keys: list[int]) -> None:
        """Re-index some resources by their keys, as a repair does."""
        async with self._database.connection(_REINDEXER) as connection:
            for start in range(0, len(keys), BATCH_RESOURCES):
                await _settle(connection, keys[start : start + BATCH_RESOURCES])

    async def _run(self, connection: Connection, on_progress: Progress) -> int:
        of_packages = [one for one in await self._packages.pending() if _is_in_force(one)]
        await connection.execute(
            "INSERT INTO reindex (type) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            (sorted({type_ for one in of_packages for type_ in one.types}),),
        )
        marks = await (await connection.execute("SELECT type, done_to, marked_at FROM reindex")).fetchall()
        types = [row[0] for row in marks]
        as_marked = (types, [row[2] for row in marks])
        total = await _count(connection, types)
        position, done, started_at = min((row[1] for row in marks), default=0), 0, now()
        while types:
            keys = await _next_keys(connection, types, position)
            await _settle(connection, keys)
            done += len(keys)
            on_progress(min(done, total), total)
            if len(keys) < BATCH_RESOURCES:
                break
            position = keys[-1]
            await connection.execute(
                f"UPDATE reindex r SET done_to = greatest(done_to, %s) {_AS_MARKED}", (position, *as_marked)
            )
        await self.resources(await _written_since(connection, types, started_at - LATE))
        await connection.execute(f"DELETE FROM reindex r {_AS_MARKED.replace('FROM', 'USING', 1)}", as_marked)
        await self._packages.reindexed(of_packages)
        return done


def _is_in_force(pending: Pending) -> bool:
    """Return whether this process knows a package: what it does not know yet it cannot index."""
    return PackageId(pending.name, pending.version) in registry().packages


async def _count(connection: Connection, types: list[str]) -> int:
    text = "SELECT count(*) FROM resource WHERE type = ANY(%s) AND NOT deleted"
    row = await (await connection.execute(text, (types,))).fetchone()
    return int(row[0]) if row is not None else 0


async def _next_keys(connection: Connection, types: list[str], after: int) -> list[int]:
    text = "SELECT key FROM resource WHERE key > %s AND type = ANY(%s) AND NOT deleted ORDER BY key LIMIT %s"
    rows = await (await connection.execute(text, (after, types, BATCH_RESOURCES))).fetchall()
    return [row[0] for row in rows]


async def _written_since(connection: Connection, types: list[str], moment: datetime) -> list[int]:
    text = "SELECT key FROM resource WHERE type = ANY(%s) AND updated_at >= %s AND NOT deleted"
    return [row[0] for row in await (await connection.execute(text, (types, moment))).fetchall()]


async def _settle(connection: Connection, keys: list[int]) -> None:
    """Re-index resources: together those nobody is changing, then the others one by one, each waiting for its turn."""
    done = await _reindex(connection, keys, "SKIP LOCKED")
    for key in keys:
        if key not in done:
            await _reindex(connection, [key], "")


async def _reindex(connection: Connection, keys: list[int], whose_locked: str) -> set[int]:
    """Re-index resources in one transaction and return the keys that were free."""
    async with connection.transaction():
        found = await connection.execute(f"{_LOCKED} {whose_locked}".encode(), (keys,))
        rows = await found.fetchall()
        free = {row[0] for row in rows}
        made = [index_rows(row[0], row[1], read_json(row[3]), row[2]) for row in rows if not row[4]]
        tables: Rows = {kind: [row for rows in made for row in rows.get(kind, ())] for kind in INDEX_COLUMNS}
        await fetch(connection, statement("drop_index_rows"), {"keys": list(free)})
        insert = f"WITH {statement('index_rows')} SELECT 1"
        await fetch(connection, insert, as_arrays(tables, INDEX_COLUMNS))
    return free


def _busy() -> UnavailableError:
    return UnavailableError(
        "Une réindexation est déjà en cours. Celle-ci n’a rien fait.",
        "A re-index is under way already. This one did nothing.",
    )
