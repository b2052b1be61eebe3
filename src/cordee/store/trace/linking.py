"""The linker: appends committed lines to the chain, each once, in an order nothing can be slipped into."""

import hashlib
from itertools import takewhile
from typing import Any

import msgspec

from cordee.store.database import Connection, Database
from cordee.store.statements import statement
from cordee.store.trace.chain import GENESIS, Link, chained
from cordee.store.trace.line import COLUMNS, moment, pack

LINK_LINES_MAX = 5_000  # lines of one link: 280 kB of records
_LOCK_ID = 0x54524143  # 'TRAC': one linker at a time
_LINK = (
    "number, era, first_in::text::bigint, first_key, last_in::text::bigint, last_key, count, first_at, last_at, lines,"
    " lines_digest, digest"
)


class Linker:
    """Appends to the chain. Any number may run: one works, the others find the lock held and return.

    A linker that dies leaves its transaction undone, and so the chain as it was.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def link(self, limit: int = LINK_LINES_MAX) -> int:
        """Append one link and return how many lines it holds; 0 when none is due or another linker is at work.

        Lines of a transaction still under way, and those after them, wait: none is ever missed. Cost: one index range.
        """
        async with self._database.transaction() as connection:
            if not await _is_alone(connection):
                return 0
            last = await last_link(connection)
            rows = await _unlinked(connection, last, limit)
            if not rows:
                return 0
            await _append(connection, _next(last, rows))
            return min(len(rows), limit)

    async def link_all(self) -> int:
        """Append links until no line is due, and return how many lines were linked."""
        linked = 0
        while count := await self.link():
            linked += count
        return linked


async def last_link(connection: Connection) -> Link | None:
    """Return the head of the chain, without its records; None when nothing was linked yet."""
    text = f"SELECT {_LINK.replace(' lines,', ' NULL::bytea,')} FROM trace_link ORDER BY number DESC LIMIT 1"
    row = await (await connection.execute(text.encode())).fetchone()
    return _link(row) if row is not None else None


async def link_before(connection: Connection, number: int) -> tuple[Link, int] | None:
    """Return the last link up to a number, without its records, and how many lines are linked up to it; None: no link.

    Cost: the headers of the links before.
    """
    text = f"""SELECT {_LINK.replace(" lines,", " NULL::bytea,")}, (
        SELECT sum(b.count)::bigint FROM trace_link b WHERE b.number <= l.number)
        FROM trace_link l WHERE number <= %s ORDER BY number DESC LIMIT 1"""
    row = await (await connection.execute(text.encode(), (number,))).fetchone()
    return (_link(row[:-1]), row[-1]) if row is not None else None


async def head_of(database: Database) -> tuple[Link, int] | None:
    """Return the head of the chain and how many lines are linked up to it; None when nothing was linked yet."""
    async with database.connection() as connection:
        link = await last_link(connection)
        if link is None:
            return None
        rows = await connection.execute(
            "SELECT sum(count) FROM trace_link WHERE number <= %s", (link.number,)
        )
        row = await rows.fetchone()
    return link, int(row[0]) if row is not None else 0


async def links_after(connection: Connection, number: int, limit: int) -> list[Link]:
    """Return the links after one, in their order, with their records."""
    text = f"SELECT {_LINK} FROM trace_link WHERE number > %s ORDER BY number LIMIT %s"
    rows = await (await connection.execute(text.encode(), (number, limit))).fetchall()
    return [_link(row) for row in rows]


def _link(row: tuple[Any, ...]) -> Link:
    return Link(**dict(zip(Link.__struct_fields__, row, strict=True)))


async def _is_alone(connection: Connection) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK_ID,))).fetchone()
    return bool(row and row[0])


async def _unlinked(connection: Connection, last: Link | None, limit: int) -> list[tuple[Any, ...]]:
    era, written_in, key = last.last if last is not None else (0, 0, 0)
    values = {"era": era, "written_in": str(written_in), "key": key, "limit": limit}
    text = statement("trace_unlinked").replace("{columns}", COLUMNS)
    rows = await (await connection.execute(text.encode(), values)).fetchall()
    return list(takewhile(lambda row: row[0] == rows[0][0], rows))  # a link holds lines of one era


def _next(last: Link | None, rows: list[tuple[Any, ...]]) -> Link:
    lines = pack(rows)
    link = Link(
        number=last.number + 1 if last is not None else 1,
        era=rows[0][0],
        first_in=rows[0][1],
        first_key=rows[0][2],
        last_in=rows[-1][1],
        last_key=rows[-1][2],
        count=len(rows),
        first_at=moment(min(row[3] for row in rows)),
        last_at=moment(max(row[3] for row in rows)),
        lines=lines,
        lines_digest=hashlib.sha256(lines).digest(),
        digest=b"",
    )
    return msgspec.structs.replace(link, digest=chained(last.digest if last is not None else GENESIS, link))


async def _append(connection: Connection, link: Link) -> None:
    await connection.execute(
        "INSERT INTO trace_link (number, era, first_in, first_key, last_in, last_key, count, first_at, last_at, lines,"
        " lines_digest, digest) VALUES (%s, %s, %s::text::xid8, %s, %s::text::xid8, %s, %s, %s, %s, %s, %s, %s)",
        (
            link.number, link.era, str(link.first_in), link.first_key, str(link.last_in), link.last_key, link.count,
            link.first_at, link.last_at, link.lines, link.lines_digest, link.digest,
        ),
    )  # fmt: skip
