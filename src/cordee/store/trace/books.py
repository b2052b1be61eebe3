"""What is written down about the trace beside it: seals, verifications, purges, and how far each watcher has come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec

from cordee.store.database import Database

_LOCK_ID = 0x5345414C  # 'SEAL'


class SealCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The database's own copy of one line of a seal file."""

    key_id: str
    sequence: int
    number: int
    rows: int
    at: datetime
    line: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One verification, as told to the privacy officer; `is_whole` is False for one of a part."""

    at: datetime
    links: int
    rows: int
    unlinked: int
    seconds: float
    findings: int
    first: str
    is_whole: bool = True


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far the chain has come."""

    links: int
    rows: int
    linked_at: datetime | None
    unlinked: int
    unlinked_since: datetime | None
    purged: int


class Books:
    """The tables trace_seal, trace_check, trace_tombstone and trace_watch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note_seal(self, seal: SealCopy) -> None:
        """Keep a copy of a seal."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO trace_seal (key_id, sequence, number, rows, at, line) VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                msgspec.structs.astuple(seal),
            )

    @asynccontextmanager
    async def sealing(self) -> AsyncIterator[None]:
        """Hold the one right to seal for the time of the block: two seals never stand at one place of a file."""
        async with self._database.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK_ID,))
            yield

    async def first_linked_at(self) -> datetime | None:
        """Return when the chain began, or None."""
        async with self._database.connection() as connection:
            rows = await connection.execute("SELECT linked_at FROM trace_link ORDER BY number LIMIT 1")
            row = await rows.fetchone()
        return row[0] if row is not None else None

    async def seals(self) -> list[SealCopy]:
        """Return the copies of every seal, oldest first."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT key_id, sequence, number, rows, at, line FROM trace_seal ORDER BY at, sequence"
            )
            return [_seal(*row) for row in await rows.fetchall()]

    async def last_seal(self) -> SealCopy | None:
        """Return the newest seal, or None."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT key_id, sequence, number, rows, at, line FROM trace_seal ORDER BY at DESC LIMIT 1"
            )
            row = await rows.fetchone()
        return _seal(*row) if row is not None else None

    async def note_check(self, check: Check) -> None:
        """Write down a verification."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO trace_check (at, links, rows, unlinked, seconds, findings, first, is_whole)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                msgspec.structs.astuple(check),
            )

    async def last_check(self) -> Check | None:
        """Return the newest verification, or None."""
        return await self._check("true")

    async def alarm(self) -> Check | None:
        """Return the newest verification that found something, unless the whole trace was verified well since."""
        return await self._check(
            "c.findings > 0 AND NOT EXISTS ("
            "SELECT 1 FROM trace_check l WHERE l.id > c.id AND l.is_whole AND l.findings = 0)"
        )

    async def _check(self, where: str) -> Check | None:
        text = f"SELECT {', '.join(Check.__struct_fields__)} FROM trace_check c WHERE {where} ORDER BY id DESC LIMIT 1"
        async with self._database.connection() as connection:
            row = await (await connection.execute(text.encode())).fetchone()
        return Check(**dict(zip(Check.__struct_fields__, row, strict=True))) if row is not None else None

    async def standing(self) -> Standing:
        """Return how far the chain has come. Cost: the links, and the lines not linked yet."""
        async with self._database.connection() as connection:
            rows = await connection.execute(_STANDING)
            row = await rows.fetchone()
        assert row is not None
        return Standing(**dict(zip(Standing.__struct_fields__, row, strict=True)))

    async def purge(self, older_than: datetime, links: int) -> int:
        """Remove the lines of at most so many of the oldest sealed links, all older than that; return how many."""
        async with self._database.connection() as connection:
            rows = await connection.execute("SELECT trace_purge(%s, %s)", (older_than, links))
            row = await rows.fetchone()
        return int(row[0]) if row is not None else 0

    async def place(self, name: str) -> int:
        """Return the last link a watcher has looked at; 0 before the first."""
        async with self._database.connection() as connection:
            rows = await connection.execute("SELECT number FROM trace_watch WHERE name = %s", (name,))
            row = await rows.fetchone()
        return int(row[0]) if row is not None else 0

    async def keep_place(self, name: str, number: int) -> None:
        """Note the last link a watcher has looked at."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO trace_watch (name, number) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET number = greatest(trace_watch.number, excluded.number)",
                (name, number),
            )


def _seal(key_id: str, sequence: int, number: int, rows: int, at: datetime, line: str) -> SealCopy:
    return SealCopy(key_id=key_id, sequence=sequence, number=number, rows=rows, at=at, line=line)


_STANDING = """
    WITH head AS (SELECT * FROM trace_link ORDER BY number DESC LIMIT 1),
    waiting AS (
        SELECT count(*) AS count, min(t.at) AS since FROM trace t
        WHERE (t.era, t.written_in, t.key) > (
            coalesce((SELECT era FROM head), 0::smallint), coalesce((SELECT last_in FROM head), '0'::xid8),
            coalesce((SELECT last_key FROM head), 0)))
    SELECT (SELECT count(*) FROM trace_link), (SELECT coalesce(sum(count), 0)::bigint FROM trace_link),
           (SELECT linked_at FROM head), w.count, w.since,
           (SELECT coalesce(sum(rows), 0)::bigint FROM trace_tombstone)
    FROM waiting w"""
