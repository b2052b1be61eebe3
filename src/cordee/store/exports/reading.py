"""What an export reads: one type in the order of keys, with the asker's predicate, as it was at one instant."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.database import Database
from cordee.store.exports.export import Export
from cordee.store.owned import OWNED_TYPES
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement

ACTION = "export"


class ExportedRow(msgspec.Struct, frozen=True):
    """One version to export."""

    key: int
    id: str
    patient_id: str | None
    content: bytes


class ExportReading:
    """Reads for exports. Nothing is returned before its line of trace is written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keys(self, asker: Asker, export: Export, type_: str, after: int, limit: int) -> list[int]:
        """Return the keys of what may concern an export after a key, in their order: candidates, not yet checked.

        Cost: the type's entries of the index in the asker's records, and the shared ones where the level wants them.
        """
        text = f"SELECT key FROM ({' UNION '.join(self._candidates(export, type_))}) c ORDER BY key LIMIT %(limit)s"
        values = predicate_values(asker, now()) | {
            "type": type_, "after": after, "limit": limit, "members": export.members, "since": export.since,
        }  # fmt: skip
        async with self._database.connection(asker) as connection:
            return [row[0] for row in await (await connection.execute(text.encode(), values)).fetchall()]

    async def rows(self, asker: Asker, export: Export, type_: str, keys: Sequence[int]) -> list[ExportedRow]:
        """Return the versions of these keys that stood at the export's instant and are the asker's to see, by key.

        Both that version and the current one must be. Each record read leaves a line in the trace.
        """
        text = f"""
            WITH current AS MATERIALIZED (
                SELECT r.* FROM resource r WHERE r.key = ANY(%(row_keys)s) AND r.type = %(type)s
                AND NOT r.deleted AND {visible(asker, type_)})
            SELECT r.key, r.id, r.patient_id, r.content FROM (
                SELECT c.key, c.id, c.type, c.patient_id, c.category, c.hidden_from, c.updated_by, c.updated_at,
                       c.deleted, c.content FROM current c WHERE c.updated_at <= %(taken_at)s
                UNION ALL
                SELECT c.key, c.id, c.type, v.patient_id, v.category, v.hidden_from, v.updated_by, v.updated_at,
                       v.deleted, v.content
                FROM current c CROSS JOIN LATERAL (
                    SELECT * FROM version v WHERE v.key = c.key AND v.updated_at <= %(taken_at)s
                    ORDER BY v.version DESC LIMIT 1) v
                WHERE c.updated_at > %(taken_at)s
            ) r WHERE NOT r.deleted AND (%(since)s::timestamptz IS NULL OR r.updated_at > %(since)s)
              AND {visible(asker, type_)} ORDER BY r.key"""
        values = predicate_values(asker, now()) | {
            "type": type_, "row_keys": list(keys), "taken_at": export.taken_at, "since": export.since,
        }  # fmt: skip
        async with self._database.transaction(asker) as connection:
            found = await (await connection.execute(text.encode(), values)).fetchall()
            rows = [ExportedRow(*row) for row in found]
            if rows:
                await connection.execute(statement("trace").encode(), _lines(asker, type_, rows))
        return rows

    def _candidates(self, export: Export, type_: str) -> list[str]:
        common = """r.type = %(type)s AND NOT r.deleted AND r.key > %(after)s
            AND (%(since)s::timestamptz IS NULL OR r.updated_at > %(since)s)"""
        group = " AND c.patient_id = ANY(%(members)s)" if export.members is not None else ""
        found = [
            f"""(SELECT r.key FROM resource r WHERE {common} AND r.patient_id IN (
                SELECT c.patient_id FROM circle c WHERE c.member = ANY(%(keys)s){group}
                  AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
                ORDER BY r.key LIMIT %(limit)s)"""
        ]
        if export.level == "system" and type_ in DIRECTORY_TYPES | OWNED_TYPES:
            found.append(
                f"(SELECT r.key FROM resource r WHERE {common} AND r.patient_id IS NULL"
                " ORDER BY r.key LIMIT %(limit)s)"
            )
        return found


def _lines(asker: Asker, type_: str, rows: Sequence[ExportedRow]) -> list[Any]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.patient_id or ""] = counts.get(row.patient_id or "", 0) + 1
    by = (asker.who, asker.role, asker.organization, asker.purpose, ACTION, "done", type_, "")
    lines = [(*by, patient_id, count) for patient_id, count in counts.items()]
    return [array(column) for column in zip(*lines, strict=True)]
