"""Histories: of one resource, of types, of everything; newest first, deletions included.

A version is the asker's to see when it and the current one are, each by the one predicate.
Source: https://hl7.org/fhir/R4/http.html#history
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec

from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.database import Database
from cordee.store.history_cursor import read_cursor, write_cursor
from cordee.store.owned import OWNED_TYPES
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import COLUMNS, stored
from cordee.store.standing import patient_standing
from cordee.store.stored import Page
from cordee.store.tracing import Tracer


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Which versions: `count` at most, after a page, made `since`, current at some moment of `at` (end excluded)."""

    count: int = 50
    cursor: str | None = None
    since: datetime | None = None
    at: tuple[datetime, datetime] | None = None


class History:
    """Reads versions, each page in one statement."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def of_resource(
        self, asker: Asker, type_: str, id_: str, count: int = 50, cursor: str | None = None,
        *, span: Span | None = None,
    ) -> Page:  # fmt: skip
        """Return versions of one resource; what cannot be seen raises NotFoundError, as if there were none."""
        asked = span or Span(count=count, cursor=cursor)
        where = "r.type = %(type)s AND r.id = %(id)s"
        text = _page(asker, asked, [_current(asker, asked, where), _replaced(asker, asked, where)])
        values = {"type": type_, "id": id_}
        rows = await self._rows(asker, asked, text, values)
        if not rows and not await self._is_seen(asker, type_, id_):
            await self._refused(asker, type_, id_)
            raise NotFoundError
        patient_id = (rows[0][7] or "") if rows else ""
        await self._tracer.write(
            asker, "history", type_=type_, id_=id_, patient_id=patient_id, count=len(rows[: asked.count])
        )
        return _as_page(rows, asked)

    async def of_types(self, asker: Asker, types: Sequence[str], span: Span) -> Page:
        """Return versions of every resource of the types; the trace has a line for each person concerned.

        Cost: one index range a record of the asker's circles, or a type for what is nobody's record.
        """
        parts = _of_types(asker, span)
        nobodys = DIRECTORY_TYPES | OWNED_TYPES
        values = {"types": list(types), "open_types": [name for name in types if name in nobodys]}
        if asker.is_system:
            values["open_types"] = list(types)
        rows = await self._rows(asker, span, _page(asker, span, parts), values)
        counts = Counter(row[7] or "" for row in rows[: span.count])
        type_ = types[0] if len(types) == 1 else ""
        await self._tracer.write_all(
            asker,
            "history",
            [(type_, patient_id, count) for patient_id, count in counts.items()] or [(type_, "", 0)],
        )
        return _as_page(rows, span)

    async def _rows(
        self, asker: Asker, span: Span, text: str, values: dict[str, Any]
    ) -> list[tuple[Any, ...]]:
        values = values | predicate_values(asker, now()) | _span_values(span)
        async with self._database.connection(asker) as connection:
            return await (await connection.execute(text.encode(), values)).fetchall()

    async def _is_seen(self, asker: Asker, type_: str, id_: str) -> bool:
        text = (
            f"SELECT 1 FROM resource r WHERE r.type = %(type)s AND r.id = %(id)s AND {visible(asker, type_)}"
        )
        return bool(await self._rows(asker, Span(), text, {"type": type_, "id": id_}))

    async def _refused(self, asker: Asker, type_: str, id_: str) -> None:
        """Trace an attempt where the person concerned will find it, when there is one."""
        patient_id = await patient_standing(self._database, type_, id_)
        await self._tracer.write(
            asker, "history", outcome="refused", type_=type_, id_=id_, patient_id=patient_id
        )


_FIELDS: LiteralString = """key, type, id, version, updated_at, updated_by, content, deleted, patient_id, category,
    hidden_from"""
_MINE: LiteralString = """(SELECT DISTINCT c.patient_id FROM circle c WHERE c.member = ANY(%(keys)s)
    AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)) p"""
_ORDER: LiteralString = "ORDER BY r.updated_at DESC, r.key DESC, r.version DESC LIMIT %(limit)s"


def _of_types(asker: Asker, span: Span) -> list[LiteralString]:
    """Return the parts of the history of types: the records of the asker's circles, and what is nobody's record.

    The platform itself reads every type as if it were of the directory.
    """
    own: LiteralString = "true" if asker.is_system else "r.patient_id IS NULL"
    open_types: LiteralString = "unnest(%(open_types)s::text[]) t"
    by_type = _current(asker, span, f"r.type = t AND {own}")
    replaced = _replaced(asker, span, f"r.type = ANY(%(open_types)s::text[]) AND {own}")
    parts: list[LiteralString] = [f"SELECT r.* FROM {open_types} CROSS JOIN LATERAL ({by_type}) r", replaced]
    if asker.is_system:
        return parts
    mine: LiteralString = "r.patient_id = p.patient_id AND r.type = ANY(%(types)s::text[])"
    for one in (_current(asker, span, mine), _replaced(asker, span, mine)):
        parts.append(f"SELECT r.* FROM {_MINE} CROSS JOIN LATERAL ({one}) r")
    return parts


def _current(asker: Asker, span: Span, where: LiteralString) -> LiteralString:
    """Return the newest current versions that meet a condition."""
    at: LiteralString = " AND r.updated_at < %(at_end)s" if span.at else ""
    return f"""SELECT {_FIELDS} FROM resource r
        WHERE {where} AND {visible(asker)} {_within(span)}{at} {_ORDER}"""


def _replaced(asker: Asker, span: Span, where: LiteralString) -> LiteralString:
    """Return the newest replaced versions that meet a condition, where the current one may be seen as well."""
    at: LiteralString = ""
    if span.at:
        at = """ AND r.updated_at < %(at_end)s AND coalesce((SELECT n.updated_at FROM version n
            WHERE n.key = r.key AND n.version = r.version + 1), r.replaced_at) > %(at_start)s"""
    return f"""SELECT {_FIELDS} FROM (
        SELECT v.*, c.type, c.id, c.updated_at AS replaced_at FROM version v
        JOIN (SELECT r.* FROM resource r WHERE {visible(asker)}) c ON c.key = v.key) r
        WHERE {where} AND {visible(asker)} {_within(span)}{at} {_ORDER}"""


def _within(span: Span) -> LiteralString:
    since: LiteralString = "AND r.updated_at >= %(since)s" if span.since else ""
    after: LiteralString = (
        " AND (r.updated_at, r.key, r.version) < (%(c_at)s, %(c_key)s, %(c_version)s)" if span.cursor else ""
    )
    return f"{since}{after}"


def _page(asker: Asker, span: Span, parts: list[LiteralString]) -> LiteralString:
    together: LiteralString = " UNION ALL ".join(f"({part})" for part in parts)
    return f"SELECT {COLUMNS}, r.patient_id, r.key FROM ({together}) r {_ORDER}"


def _span_values(span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {"limit": span.count + 1, "since": span.since}
    if span.at:
        values["at_start"], values["at_end"] = span.at
    if span.cursor:
        values["c_at"], values["c_key"], values["c_version"] = read_cursor(span.cursor)
    return values


def _as_page(rows: list[tuple[Any, ...]], span: Span) -> Page:
    page = rows[: span.count]
    cursor = write_cursor(page[-1][3], page[-1][8], page[-1][2]) if len(rows) > span.count and page else None
    return Page(rows=[stored(row) for row in page], cursor=cursor)
