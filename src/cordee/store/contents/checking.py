"""Every content that is named, looked at: is it there, is it what was kept."""

from collections.abc import AsyncIterator

import msgspec

from cordee.store.asker import system_asker
from cordee.store.contents.errors import ContentUnreachableError
from cordee.store.contents.keeper import Keeper
from cordee.store.contents.kept import hash_of
from cordee.store.database import Database

ROWS_AT_ONCE = 200
_NAMED = """
    SELECT c.key, c.version, c.address, c.sha256, r.id FROM content c JOIN resource r ON r.key = c.key
    WHERE c.address <> '' AND (c.key, c.version) > (%s, %s) ORDER BY c.key, c.version LIMIT %s"""
_TOTALS = """
    SELECT count(*) FILTER (WHERE address = ''), count(*) FILTER (WHERE address <> ''),
           coalesce(sum(bytes) FILTER (WHERE address = ''), 0)::bigint,
           coalesce(sum(bytes) FILTER (WHERE address <> ''), 0)::bigint FROM content"""


class Wrong(msgspec.Struct, frozen=True):
    """A version of a Binary whose content is missing or damaged."""

    binary_id: str
    version: int
    is_missing: bool


class Totals(msgspec.Struct, frozen=True):
    """How many contents there are, and of how many bytes, in the rows and in the object store."""

    in_rows: int
    in_store: int
    bytes_in_rows: int
    bytes_in_store: int


async def totals(database: Database) -> Totals:
    """Return how much there is."""
    async with database.connection(system_asker("contents")) as connection:
        row = await (await connection.execute(_TOTALS)).fetchone()
    assert row is not None
    return Totals(*row)


async def check(database: Database, keeper: Keeper) -> AsyncIterator[Wrong]:
    """Yield what is wrong. Cost: reads every content of the object store once."""
    at = (0, 0)
    while True:
        async with database.connection(system_asker("contents")) as connection:
            rows = await (await connection.execute(_NAMED, (*at, ROWS_AT_ONCE))).fetchall()
        for key, version, address, digest, id_ in rows:
            at = (key, version)
            try:
                content = await keeper.get(address)
            except ContentUnreachableError:
                yield Wrong(id_, version, is_missing=True)
                continue
            if hash_of(content) != digest:
                yield Wrong(id_, version, is_missing=False)
        if len(rows) < ROWS_AT_ONCE:
            return
