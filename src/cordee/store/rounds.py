"""Rounds over the records: whose changed since last time, and how far a round has come. For jobs of the platform."""

from collections.abc import Sequence

from cordee.store.asker import system_asker
from cordee.store.database import Database

LOOK_BACK_KEYS = 4096  # keys are taken in blocks: a writer may commit a key that many below another's
_PLATFORM = system_asker("rounds")


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
