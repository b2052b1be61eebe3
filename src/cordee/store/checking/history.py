"""The chain of versions: 1, 2, 3… up to the current one, each there once. What is missing cannot be mended."""

from collections.abc import AsyncIterator

from cordee.store.checking.finding import CHECKER, Finding
from cordee.store.database import Database

_BROKEN = """
    SELECT r.type, r.id, r.version, count(v.version), min(v.version), max(v.version)
    FROM resource r LEFT JOIN version v ON v.key = r.key
    GROUP BY r.key HAVING count(v.version) <> r.version - 1
        OR min(v.version) <> 1 OR max(v.version) <> r.version - 1
    LIMIT %s"""
_ORPHANS = "SELECT count(DISTINCT v.key) FROM version v WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = v.key)"
FOUND_MAX = 10_000


async def history(database: Database) -> AsyncIterator[Finding]:
    """Yield the resources whose versions do not follow one another."""
    async with database.connection(CHECKER) as connection:
        rows = await (await connection.execute(_BROKEN, (FOUND_MAX,))).fetchall()
        orphans = await (await connection.execute(_ORPHANS)).fetchone()
    for type_name, id_, version, count, first, last in rows:
        yield Finding(
            "history", type_name, id_, f"version {version}, kept {count}: {first or '-'}…{last or '-'}"
        )
    if orphans is not None and orphans[0]:
        yield Finding("history", "", "", f"versions of no resource: {orphans[0]}")
