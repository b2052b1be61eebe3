"""Bulk loading: many new resources by COPY, with everything derived from them, a chunk a transaction.

The rows are those of any other write (`flush`, `rows`); only the way into the tables is another. What exists already is
left to the caller, who stores it the ordinary way.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg

from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.bulk_blocks import made, send
from cordee.store.contents import Contents
from cordee.store.database import Connection, Database
from cordee.store.directory.chunk_entries import settle_chunk
from cordee.store.flush import Flush
from cordee.store.keys import KeyBlock
from cordee.store.orientations.settling import settle_sent
from cordee.store.refused_parts import settle_refused_parts
from cordee.store.requested import settle_requested
from cordee.store.unit import Unit

LOAD_TIMEOUT_MS = 300_000  # of one chunk
ATTEMPTS = 2  # of one chunk: the second finds what somebody else created during the first
_BEGIN = f"SET LOCAL synchronous_commit = off; SET LOCAL statement_timeout = {LOAD_TIMEOUT_MS}"
_EXISTING = """SELECT r.type, r.id
    FROM (SELECT * FROM unnest(%s::text::text[], %s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id"""


class BulkLoading:
    """Loads chunks. What a killed process left half done was never there; a rerun finds the chunks that were."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._contents = contents
        self._database = database
        self._keys = KeyBlock()

    async def load(
        self, asker: Asker, resources: Sequence[Any], after: asyncio.Future[Any] | None = None
    ) -> list[int]:
        """Store those of the resources that do not exist, all or none, and return the places of the others.

        No two may be the same resource, nor one being written before `after` is done. Rows are made ready at once, and
        written when it is: one chunk is made ready while PostgreSQL writes the one before. What `after` raises is
        raised, nothing being stored. When somebody else creates one of them meanwhile, twice, nothing is stored and all
        are returned. The commit does not wait for the disk: the caller ends with one that does before it tells anybody.
        Cost: about as many COPY statements as there are index tables, whatever the number of resources.
        """
        for _ in range(ATTEMPTS):
            try:
                return await self._load(asker, resources, after)
            except psycopg.errors.UniqueViolation:
                continue
        return list(range(len(resources)))

    async def _load(
        self, asker: Asker, resources: Sequence[Any], after: asyncio.Future[Any] | None
    ) -> list[int]:
        unit = Unit(None, asker)
        async with self._database.connection(asker) as connection:
            left = await _stage_new(connection, unit, resources)
            await self._contents.keep(unit.staged, asker, connection)
            flush = Flush(connection, unit, {})
            await flush.stage(self._keys)
            blocks = await made(flush.rows)
        if after is not None:
            await after
        if unit.staged:
            async with self._database.transaction(asker) as connection:
                await connection.execute(_BEGIN)
                await settle_chunk(connection, flush.rows.listed(), lambda: send(connection, blocks))
                await settle_sent(connection, asker, flush.sent)
                await settle_requested(connection, flush.requested)
                await settle_refused_parts(connection, flush.rows.stored())
        return left


async def _stage_new(connection: Connection, unit: Unit, resources: Sequence[Any]) -> list[int]:
    """Stage what does not exist; return the places of what does."""
    values = (array([one.resourceType for one in resources]), array([one.id for one in resources]))
    existing = set(await (await connection.execute(_EXISTING, values)).fetchall())
    left: list[int] = []
    for place, one in enumerate(resources):
        if (one.resourceType, one.id) in existing:
            left.append(place)
        else:
            unit.create(one)
    return left
