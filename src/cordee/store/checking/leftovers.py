"""Derived rows of resources that are not there."""

from collections.abc import AsyncIterator

from cordee.store.checking.finding import CHECKER, Finding
from cordee.store.database import Database
from cordee.store.index_rows import INDEX_COLUMNS

_TABLES = (
    *((f"index_{kind}", "key", "true") for kind in INDEX_COLUMNS),
    ("circle", "source_key", "i.origin <> 'emergency'"),
    ("consent_rule", "source_key", "true"),
    ("letter_file", "source_key", "true"),
    ("agenda_entry", "key", "true"),
)


async def leftovers(database: Database, *, repair: bool) -> AsyncIterator[Finding]:
    """Yield the tables with rows of no resource; with `repair`, these rows are dropped."""
    for table, key, is_derived in _TABLES:
        orphan = f"FROM {table} i WHERE {is_derived} AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = i.{key})"
        async with database.connection(CHECKER) as connection:
            row = await (await connection.execute(f"SELECT count(*) {orphan}".encode())).fetchone()
            if row is None or not row[0]:
                continue
            if repair:
                await connection.execute(f"DELETE {orphan}".encode())
        yield Finding("leftover", "", "", f"{table}: {row[0]}", is_mended=repair)
