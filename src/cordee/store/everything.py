"""A whole record page by page, with the directory entries it refers to: what `$everything` answers."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import references
from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.kernel.ids import is_id
from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import COLUMNS, stored
from cordee.store.statements import statement
from cordee.store.stored import Page, Stored
from cordee.store.tracing import Tracer

PAGE_MAX = 1000
INCLUDED_MAX = 1000
_KEY_MAX = 2**62
_START = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a record is wanted: types (none: all), clinical dates from `start` until before `end`, changes after
    `since`. A resource without a clinical date of its own is within every range.
    """

    types: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    since: datetime | None = None
    count: int = 100


class WholeRecord:
    """Reads a record from its first change to its last, whatever its size."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def everything(
        self, asker: Asker, patient_id: str, extent: Extent, cursor: str | None = None
    ) -> Page:
        """Return one page of what the asker may see of a record, the Patient itself apart.

        `included` are resources of nobody's record that the page refers to. The cursor stays right while others write.
        Cost: two statements and the line of the trace, the same on each page.
        """
        after_at, after_key = _position(cursor, extent.since)
        values = predicate_values(asker, now()) | {
            "patient_id": patient_id, "after_at": after_at, "after_key": after_key,
            "limit": min(extent.count, PAGE_MAX) + 1, "types": list(extent.types),
            "start": extent.start, "end": extent.end,
        }  # fmt: skip
        text = statement("everything").replace("{narrowed}", _narrowed(extent))
        async with self._database.connection(asker) as connection:
            text = text.replace("{visible}", visible(asker))
            rows = await (await connection.execute(text.encode(), values)).fetchall()
            page = rows[: values["limit"] - 1]
            included = await self._included(connection, asker, page, extent)
        await self._tracer.write(
            asker, "everything", type_="Patient", id_=patient_id, patient_id=patient_id, count=len(page)
        )
        last_at, last_key = (page[-1][3], page[-1][7]) if page else (after_at, after_key)
        following = f"{last_at.isoformat()}~{last_key}" if len(rows) > len(page) else None
        return Page(rows=[stored(row) for row in page], included=included, cursor=following)

    async def _included(
        self, connection: Connection, asker: Asker, page: list[tuple[Any, ...]], extent: Extent
    ) -> list[Stored]:
        wanted = dict.fromkeys(pair for row in page for pair in _targets(row[5]))
        pairs = [pair for pair in wanted if not extent.types or pair[0] in extent.types][:INCLUDED_MAX]
        if not pairs:
            return []
        text = f"""
            SELECT {COLUMNS} FROM resource r
            JOIN unnest(%(types)s::text[], %(ids)s::text[]) w (type, id) ON r.type = w.type AND r.id = w.id
            WHERE NOT r.deleted AND r.patient_id IS NULL AND {visible(asker)}"""
        values = predicate_values(asker, now()) | {
            "types": [type_ for type_, _ in pairs],
            "ids": [id_ for _, id_ in pairs],
        }
        rows = await (await connection.execute(text.encode(), values)).fetchall()
        return [stored(row) for row in rows]


def _narrowed(extent: Extent) -> str:
    tests = []
    if extent.types:
        tests.append("r.type = ANY(%(types)s)")
    if extent.start is not None:
        tests.append("(r.happened_at >= %(start)s OR r.happened_at = r.updated_at)")
    if extent.end is not None:
        tests.append("(r.happened_at < %(end)s OR r.happened_at = r.updated_at)")
    return " AND ".join(tests) or "true"


def _targets(content: bytes) -> list[tuple[str, str]]:
    """Return type and id of each literal reference to this server, versions left out."""
    found = []
    for reference in references(content):
        type_, _, rest = reference.partition("/")
        id_ = rest.partition("/_history/")[0]
        if type_.isalpha() and is_id(id_):
            found.append((type_, id_))
    return found


def _position(cursor: str | None, since: datetime | None) -> tuple[datetime, int]:
    if cursor is None:
        return since or _START, _KEY_MAX if since else 0
    moment, _, key = cursor.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None or not 0 <= int(key) <= _KEY_MAX:
            raise ValueError
    except ValueError:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from None
    return at, int(key)
