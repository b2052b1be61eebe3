"""Verifying the chain: computed again, from the first link to the lines not linked yet, or a part of it."""

import asyncio
import hashlib
from collections.abc import Callable, Container, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.store.database import Connection, Database
from cordee.store.trace.chain import GENESIS, Link, chained
from cordee.store.trace.findings import Amiss, Finding, differences
from cordee.store.trace.line import COLUMNS, pack, unpack
from cordee.store.trace.linking import link_before, links_after

LINKS_READ = 200  # at a time
LINES_READ_MAX = 20_000  # at a time, unless one link alone holds more
FINDINGS_MAX = 10_000  # named; a trace that has more is lost anyway
KEPT_DAYS_MIN = 184  # six months: what the law asks at least, and the database enforces

Told = Callable[[int, int], None]
Row = tuple[Any, ...]


class Verified(msgspec.Struct, kw_only=True):
    """What verifying the chain found.

    `heads` gives the digest and the lines up to it of each link that a seal names. `after` and `reached` are the links
    between which it looked, the latter included; `is_end` when nothing is linked beyond.
    """

    after: int = 0
    reached: int = 0
    is_end: bool = True
    links: int = 0
    rows: int = 0
    purged: int = 0
    unlinked: int = 0
    unlinked_since: datetime | None = None
    heads: dict[int, tuple[bytes, int]] = {}
    findings: list[Finding] = []


class Verifier:
    """Verifies the chain of one database; reads only, a page at a time. `sealed` are the links that seals name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def verify(self, sealed: Container[int] = (), told: Told = lambda _done, _total: None) -> Verified:
        """Return what was found, having told how many lines are done of how many. Cost: every line and link once."""
        return await self._verify(Verified(heads={}, findings=[]), sealed, None, told)

    async def verify_part(
        self, after: int, lines_max: int, sealed: Container[int] = (), *, until: int | None = None
    ) -> Verified:
        """Return what was found in the links after one, taken as it stands: some `lines_max` lines, or as many links.

        Links beyond `until` are left out. The link it begins at is among `heads`: a seal may have signed it.
        Cost: those lines once, and the headers of the links before.
        """
        found = Verified(after=after, heads={}, findings=[])
        return await self._verify(found, sealed, lines_max, lambda _done, _total: None, until)

    async def _verify(
        self,
        found: Verified,
        sealed: Container[int],
        lines_max: int | None,
        told: Told,
        until: int | None = None,
    ) -> Verified:
        async with self._database.connection() as connection:
            total = await _total(connection) if lines_max is None else 0
            walk = _Walk(found, await _tombstones(connection), sealed)
            if found.after and (start := await link_before(connection, found.after)) is not None:
                walk.begin_after(*start)
            while links := await _some_links(connection, walk.number):
                if until is not None:
                    links = [one for one in links if one.number <= until]
                if not links or (lines_max is not None and max(found.rows, found.links) >= lines_max):
                    found.is_end = False
                    break
                rows = await _rows(connection, walk.position, links[-1].last)
                await asyncio.to_thread(walk.pass_over, links, rows)
                told(found.rows, total)
            found.reached = walk.number
            await _tell_moved(connection, found)
            if found.is_end:
                await _count_unlinked(connection, walk.position, found)
        return found


class _Walk:
    """Goes along the chain and notes what is amiss."""

    def __init__(
        self, found: Verified, stones: list[tuple[int, int, datetime, datetime]], sealed: Container[int]
    ) -> None:
        self._found = found
        self._stones = stones
        self._sealed = sealed
        self._digest: bytes | None = GENESIS
        self._count = 0
        self.number = 0
        self.position = (0, 0, 0)

    def begin_after(self, link: Link, count: int) -> None:
        """Begin behind a link, taken as it stands, up to which so many lines are linked."""
        self._digest, self._count = link.digest, count
        self.number, self.position = link.number, link.last
        self._found.heads[link.number] = (link.digest, count)

    def pass_over(self, links: list[Link], rows: list[Row]) -> None:
        """Look at the next links and the lines found where they stand."""
        at = 0
        for link in links:
            start = at
            while at < len(rows) and rows[at][:3] <= link.last:
                at += 1
            self._link(link)
            self._lines(link, rows[start:at])
            self.position = max(self.position, link.last)

    def _link(self, link: Link) -> None:
        for missing in range(self.number + 1, link.number):
            self._note(Finding(what=Amiss.LINK_MISSING, number=missing))
            self._digest = None
        is_kept = link.lines is None or hashlib.sha256(link.lines).digest() == link.lines_digest
        is_next = self._digest is None or chained(self._digest, link) == link.digest
        if not (is_kept and is_next):
            self._note(Finding(what=Amiss.LINK_ALTERED, number=link.number))
        self.number, self._digest = link.number, link.digest
        self._count += link.count
        self._found.links += 1
        if link.number in self._sealed:
            self._found.heads[link.number] = (link.digest, self._count)

    def _lines(self, link: Link, rows: list[Row]) -> None:
        self._found.rows += len(rows)
        packed = pack(rows)
        if link.lines is None:
            self._found.purged += link.count
            if not self._may_be_gone(link):
                self._note(Finding(what=Amiss.PURGED_EARLY, number=link.number))
        if packed != (link.lines or b""):
            for one in differences(unpack(link.lines or b""), unpack(packed)):
                self._note(one)

    def _may_be_gone(self, link: Link) -> bool:
        return any(
            first <= link.number <= last
            and link.last_at < older_than <= purged_at - timedelta(days=KEPT_DAYS_MIN)
            for first, last, older_than, purged_at in self._stones
        )

    def _note(self, finding: Finding) -> None:
        if len(self._found.findings) < FINDINGS_MAX:
            self._found.findings.append(finding)


async def _some_links(connection: Connection, after: int) -> list[Link]:
    links = await links_after(connection, after, LINKS_READ)
    return list(_bounded(links))


def _bounded(links: list[Link]) -> Iterator[Link]:
    count = 0
    for link in links:
        if count and count + link.count > LINES_READ_MAX:
            return
        count += link.count
        yield link


async def _rows(
    connection: Connection, after: tuple[int, int, int], until: tuple[int, int, int]
) -> list[Row]:
    text = f"""SELECT {COLUMNS} FROM trace t
        WHERE (t.era, t.written_in, t.key) > (%s::smallint, %s::text::xid8, %s)
          AND (t.era, t.written_in, t.key) <= (%s::smallint, %s::text::xid8, %s)
        ORDER BY t.era, t.written_in, t.key"""
    values = (after[0], str(after[1]), after[2], until[0], str(until[1]), until[2])
    return await (await connection.execute(text.encode(), values)).fetchall()


async def _total(connection: Connection) -> int:
    row = await (
        await connection.execute("SELECT coalesce(sum(count), 0) FROM trace_link WHERE lines IS NOT NULL")
    ).fetchone()
    return int(row[0]) if row is not None else 0


async def _tombstones(connection: Connection) -> list[tuple[int, int, datetime, datetime]]:
    rows = await connection.execute("SELECT first_number, last_number, older_than, at FROM trace_tombstone")
    return [(row[0], row[1], row[2], row[3]) for row in await rows.fetchall()]


async def _tell_moved(connection: Connection, found: Verified) -> None:
    """Tell lines that stand elsewhere now from those that are gone."""
    gone = [one.key for one in found.findings if one.what is Amiss.REMOVED]
    if not gone:
        return
    rows = await connection.execute("SELECT key FROM trace WHERE key = ANY(%s)", (gone,))
    moved = {row[0] for row in await rows.fetchall()}
    found.findings = [
        msgspec.structs.replace(one, what=Amiss.REORDERED) if _is(one, Amiss.REMOVED, moved) else one
        for one in found.findings
        if not _is(one, Amiss.INSERTED, moved)
    ]


def _is(one: Finding, what: Amiss, keys: set[int]) -> bool:
    return one.what is what and one.key in keys


async def _count_unlinked(connection: Connection, after: tuple[int, int, int], found: Verified) -> None:
    rows = await connection.execute(
        "SELECT count(*), min(at) FROM trace t"
        " WHERE (t.era, t.written_in, t.key) > (%s::smallint, %s::text::xid8, %s)",
        (after[0], str(after[1]), after[2]),
    )
    if (row := await rows.fetchone()) is not None:
        found.unlinked, found.unlinked_since = row[0], row[1]
