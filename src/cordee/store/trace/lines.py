"""Reading lines of the trace, newest first, for whoever may: the door decides that, not this."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.store.database import Connection, Database
from cordee.store.trace.line import FIELDS

PAGE_MAX = 1_000  # lines
SPAN_UNASKED = timedelta(days=31)  # searched back when nothing names a person, a record or an instant

Position = tuple[int, int, int]
"""Era, transaction and key of a line."""


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the trace."""

    era: int
    written_in: int
    key: int
    at: datetime
    who: str
    role: str
    organization: str
    purpose: str
    action: str
    outcome: str
    type: str
    id: str
    patient_id: str
    count: int
    reason: str
    detail: str

    @property
    def position(self) -> Position:
        """Return where the line stands."""
        return self.era, self.written_in, self.key

    @property
    def name(self) -> str:
        """Return what names the line everywhere: its AuditEvent's id."""
        return f"{self.era}-{self.written_in}-{self.key}"


class LineFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked; every part given must hold, and empty ones ask nothing. `before` is the last line already read.

    `position` asks for one line.
    """

    patient_id: str = ""
    who: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    outcome: str = ""
    type: str = ""
    id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: Position | None = None
    position: Position | None = None

    @property
    def is_narrow(self) -> bool:
        """Return whether an index leads to what is asked, however long the trace is."""
        return bool(self.patient_id or self.who or self.position)


class Lines:
    """Reads lines of the trace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, asked: LineFilter, count: int) -> list[TraceLine]:
        """Return the newest lines that match, at most `count`.

        Cost: an index range of the person or the record named; else of the period, the last month unless one is given.
        """
        async with self._database.connection() as connection:
            clauses, values = _clauses(asked)
            if not asked.is_narrow:
                clauses += await _bounds(connection, asked, values)
            order = "t.key DESC" if asked.is_narrow else "t.era DESC, t.written_in DESC, t.key DESC"
            text = f"{_SELECT} WHERE {' AND '.join(clauses) or 'true'} ORDER BY {order} LIMIT %(limit)s"
            values["limit"] = min(count, PAGE_MAX)
            return _lines(await (await connection.execute(text.encode(), values)).fetchall())

    async def walk(self, asked: LineFilter, page: int = PAGE_MAX) -> AsyncIterator[list[TraceLine]]:
        """Yield every line that matches, page by page, newest first."""
        while lines := await self.page(asked, page):
            yield lines
            asked = msgspec.structs.replace(asked, before=lines[-1].position)

    async def named(self, name: str) -> TraceLine | None:
        """Return the line of a name, or None."""
        position = position_of(name)
        if position is None:
            return None
        return next(iter(await self.page(LineFilter(position=position), 1)), None)


def position_of(name: str) -> Position | None:
    """Return where the line of a name stands, or None when it names none."""
    parts = name.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    era, written_in, key = map(int, parts)
    return (era, written_in, key) if era < 2**15 and written_in < 2**63 and key < 2**63 else None


_SELECT = f"SELECT t.era, t.written_in::text::bigint, t.key, t.at, {FIELDS} FROM trace t"


def _lines(rows: list[tuple[Any, ...]]) -> list[TraceLine]:
    return [TraceLine(**dict(zip(TraceLine.__struct_fields__, row, strict=True))) for row in rows]


def _clauses(asked: LineFilter) -> tuple[list[str], dict[str, Any]]:
    values: dict[str, Any] = {
        "patient_id": asked.patient_id, "who": list(asked.who),
        "actions": list(asked.actions), "outcome": asked.outcome, "type": asked.type, "id": asked.id,
        "since": asked.since, "until": asked.until,
    }  # fmt: skip
    clauses = [text for name, text in _CLAUSES.items() if getattr(asked, name)]
    if asked.before is not None:
        values |= {"b_era": asked.before[0], "b_in": str(asked.before[1]), "b_key": asked.before[2]}
        clauses.append(
            "t.key < %(b_key)s"
            if asked.is_narrow
            else "(t.era, t.written_in, t.key) < (%(b_era)s::smallint, %(b_in)s::text::xid8, %(b_key)s)"
        )
    if asked.position is not None:
        values |= {"p_era": asked.position[0], "p_in": str(asked.position[1]), "p_key": asked.position[2]}
        clauses.append(
            "(t.era, t.written_in, t.key) = (%(p_era)s::smallint, %(p_in)s::text::xid8, %(p_key)s)"
        )
    return clauses, values


_CLAUSES = {
    "patient_id": "t.patient_id = %(patient_id)s AND t.patient_id <> ''",
    "who": "t.who = ANY(%(who)s)",
    "actions": "t.action = ANY(%(actions)s)",
    "outcome": "t.outcome = %(outcome)s",
    "type": "t.type = %(type)s",
    "id": "t.id = %(id)s",
    "since": "t.at >= %(since)s",
    "until": "t.at < %(until)s",
}


async def _bounds(connection: Connection, asked: LineFilter, values: dict[str, Any]) -> list[str]:
    """Return the range of the chain that holds the period, so that the years around it are not read."""
    since = asked.since or (asked.until or now()) - SPAN_UNASKED
    values["since"] = since
    clauses = ["t.at >= %(since)s"]
    rows = await connection.execute(
        "SELECT era, last_in::text, last_key FROM trace_link WHERE number = coalesce("
        "(SELECT number - 1 FROM trace_link WHERE last_at >= %s ORDER BY number LIMIT 1),"
        " (SELECT max(number) FROM trace_link))",
        (since,),
    )
    if (row := await rows.fetchone()) is not None:
        values |= {"f_era": row[0], "f_in": row[1], "f_key": row[2]}
        clauses.append(
            "(t.era, t.written_in, t.key) > (%(f_era)s::smallint, %(f_in)s::text::xid8, %(f_key)s)"
        )
    if asked.until is not None:
        clauses += await _upper(connection, asked.until, values)
    return clauses


async def _upper(connection: Connection, until: datetime, values: dict[str, Any]) -> list[str]:
    rows = await connection.execute(
        "SELECT era, first_in::text, first_key FROM trace_link WHERE number ="
        " (SELECT number + 1 FROM trace_link WHERE first_at < %s ORDER BY number DESC LIMIT 1)",
        (until,),
    )
    if (row := await rows.fetchone()) is None:
        return []
    values |= {"u_era": row[0], "u_in": row[1], "u_key": row[2]}
    return ["(t.era, t.written_in, t.key) < (%(u_era)s::smallint, %(u_in)s::text::xid8, %(u_key)s)"]
