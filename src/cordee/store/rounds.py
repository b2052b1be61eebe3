"""Rounds over the records: whose changed since last time, and how far a round has come. For jobs of the platform."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cordee.store.asker import system_asker
from cordee.store.database import Database

LOOK_BACK_KEYS = 4096  # keys are taken in blocks: a writer may commit a key that many below another's
LATE = timedelta(seconds=45)  # a change may be committed that long after the moment it bears
_PLATFORM = system_asker("rounds")
_CHANGED = """
    SELECT r.key, r.updated_at, r.patient_id FROM unnest(%(types)s::text[]) t CROSS JOIN LATERAL (
        SELECT key, updated_at, patient_id FROM resource
        WHERE type = t AND (updated_at, key) > (%(at)s, %(key)s) AND version > 1 AND NOT deleted
        ORDER BY updated_at, key LIMIT %(limit)s) r
    ORDER BY r.updated_at, r.key LIMIT %(limit)s"""


class Rounds:
    """The table round, and the records that changed by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def position(self, name: str) -> str:
        """Return where a round is; empty before it began."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute("SELECT position FROM round WHERE name = %s", (name,))
            ).fetchone()
        return row[0] if row else ""

    async def keep(self, name: str, position: str) -> None:
        """Note where a round is."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO round (name, position) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET position = excluded.position, moved_at = now()",
                (name, position),
            )

    async def newest_key(self) -> int:
        """Return the newest key there is."""
        async with self._database.connection(_PLATFORM) as connection:
            row = await (await connection.execute("SELECT coalesce(max(key), 0) FROM resource")).fetchone()
        return int(row[0]) if row else 0

    async def written(self, types: Sequence[str], after: int, limit: int) -> tuple[list[str], int]:
        """Return whose records have new resources of these types beyond a key, and how far that looked.

        Looks again a little way back, for writers that were slower. Cost: a range of the primary key, `limit` rows.
        """
        async with self._database.connection(_PLATFORM) as connection:
            cursor = await connection.execute(
                "SELECT key, type, patient_id FROM resource WHERE key > %s ORDER BY key LIMIT %s",
                (max(0, after - LOOK_BACK_KEYS), limit + LOOK_BACK_KEYS),
            )
            rows = await cursor.fetchall()
        wanted = set(types)
        patients = dict.fromkeys(row[2] for row in rows if row[1] in wanted and row[2] is not None)
        return list(patients), max(after, rows[-1][0] if rows else 0)

    async def changed(
        self, types: Sequence[str], position: str, limit: int, at: datetime
    ) -> tuple[list[str], str]:
        """Return whose records have resources of these types changed since a position, and the next one.

        Before the first position it begins at `at`, now: what changed before is not looked at. Once at the end, the
        next look begins a little way back, for writers that were slower; what it then sees twice is the caller's to do
        once. Cost: a range of the index of each type, `limit` rows at most.
        """
        moment, _, key = position.partition(" ")
        after = datetime.fromisoformat(moment) if moment else at - LATE
        values = {"types": list(types), "at": after, "key": int(key or 0), "limit": limit}
        async with self._database.connection(_PLATFORM) as connection:
            rows = await (await connection.execute(_CHANGED.encode(), values)).fetchall()
        patients = list(dict.fromkeys(row[2] for row in rows if row[2] is not None))
        if len(rows) == limit:
            return patients, f"{rows[-1][1].isoformat()} {rows[-1][0]}"
        return patients, f"{max(after, at - LATE).isoformat()} 0"
