"""The lines of national extracts read before: what makes a second reading cheap and departures known."""

from collections.abc import Mapping, Sequence

from cordee.store.arrays import array
from cordee.store.database import Database

_BEGIN = "SELECT coalesce(max(run), 0) + 1 FROM directory_line WHERE source = %s"
_KNOWN = """SELECT l.line, l.digest FROM (SELECT * FROM unnest(%s::text::text[]) w (line) OFFSET 0) w
    CROSS JOIN LATERAL (SELECT d.line, d.digest FROM directory_line d
        WHERE d.source = %s AND d.line = w.line AND NOT d.closed LIMIT 1) l"""
_MARK = """INSERT INTO directory_line AS d (source, line, digest, run)
    SELECT %s, l.line, l.digest, %s FROM unnest(%s::text::text[], %s::text::text[]) AS l (line, digest)
    ON CONFLICT (source, line) DO UPDATE
        SET digest = excluded.digest, run = greatest(d.run, excluded.run), closed = false"""
_STANDING = (
    "SELECT count(*) FILTER (WHERE run < %s), count(*) FROM directory_line WHERE source = %s AND NOT closed"
)
_GONE = "SELECT line FROM directory_line WHERE source = %s AND run < %s AND NOT closed ORDER BY line LIMIT %s"
_CLOSE = "UPDATE directory_line SET closed = true WHERE source = %s AND line = ANY(%s)"


class DirectoryLines:
    """The table directory_line; for the platform's imports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, source: str) -> int:
        """Return the number of a new run."""
        async with self._database.connection() as connection:
            row = await (await connection.execute(_BEGIN, (source,))).fetchone()
        return int(row[0]) if row else 1

    async def known(self, source: str, lines: Sequence[str]) -> dict[str, str]:
        """Return the digests of those of the lines that were read before and stand."""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(_KNOWN, (array(list(lines)), source))).fetchall()
        return dict(rows)

    async def mark(self, source: str, run: int, digests: Mapping[str, str]) -> None:
        """Note that a run read these lines, once what they make is stored.

        The commit does not wait for the disk: lost with a machine, it is lost after what was stored before is not.
        """
        values = (source, run, array(list(digests)), array(list(digests.values())))
        async with self._database.transaction() as connection:
            await connection.execute("SET LOCAL synchronous_commit = off")
            await connection.execute(_MARK, values)

    async def standing(self, source: str, run: int) -> tuple[int, int]:
        """Return how many lines this run did not read, of how many that stand."""
        async with self._database.connection() as connection:
            row = await (await connection.execute(_STANDING, (run, source))).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    async def gone(self, source: str, run: int, limit: int) -> list[str]:
        """Return some lines that this run did not read and that are not closed yet."""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(_GONE, (source, run, limit))).fetchall()
        return [row[0] for row in rows]

    async def close(self, source: str, lines: Sequence[str]) -> None:
        """Note that these lines left, once their resources are inactive."""
        async with self._database.connection() as connection:
            await connection.execute(_CLOSE, (source, list(lines)))
