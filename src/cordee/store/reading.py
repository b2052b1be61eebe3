"""Reading one version of a resource, or many resources."""

from typing import Any

from cordee.kernel.clock import now
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import is_id
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.predicate import predicate_values, visible
from cordee.store.standing import patient_standing
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

COLUMNS = "r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted"
REFERENCES_MAX = 1000


def stored(row: tuple[Any, ...]) -> Stored:
    """Return the Stored of a row selected with COLUMNS."""
    return Stored(
        type=row[0],
        id=row[1],
        version=row[2],
        updated_at=row[3],
        updated_by=row[4],
        content=row[5],
        deleted=row[6],
    )


class Reading:
    """Reads of versions and of many resources; the current version alone is `direct_reads`."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def vread(self, asker: Asker, type_: str, id_: str, version: int) -> Stored:
        """Return one version; both it and the current one must be the asker's to see."""
        text = f"""
            WITH current AS (
                SELECT r.* FROM resource r WHERE r.type = %(type)s AND r.id = %(id)s AND {visible(asker, type_)})
            SELECT {COLUMNS}, r.patient_id FROM (
                SELECT c.key, c.type, c.id, c.version, c.updated_at, c.updated_by, c.content, c.deleted,
                       c.patient_id, c.category, c.hidden_from FROM current c
                UNION ALL
                SELECT c.key, c.type, c.id, v.version, v.updated_at, v.updated_by, v.content, v.deleted,
                       v.patient_id, v.category, v.hidden_from FROM current c JOIN version v ON v.key = c.key
            ) r WHERE r.version = %(version)s AND {visible(asker, type_)}"""
        values = predicate_values(asker, now()) | {"type": type_, "id": id_, "version": version}
        row = await self._one(asker, text, values)
        if row is None:
            await self._refused(asker, "vread", type_, id_)
            raise NotFoundError
        await self._tracer.write(asker, "vread", type_=type_, id_=id_, patient_id=row[7] or "", count=1)
        if row[6]:
            raise GoneError
        return stored(row)

    async def read_many(self, asker: Asker, references: list[str]) -> dict[str, Stored]:
        """Return those of the `Type/id` references the asker may see, by reference; the others are left out."""
        named = [ref.partition("/") for ref in dict.fromkeys(references)]
        pairs = [(type_, id_) for type_, _, id_ in named if type_.isalnum() and is_id(id_)][:REFERENCES_MAX]
        if not pairs:
            return {}
        text = f"""
            SELECT {COLUMNS}, r.patient_id FROM resource r
            JOIN unnest(%(types)s::text[], %(ids)s::text[]) w (type, id) ON r.type = w.type AND r.id = w.id
            WHERE NOT r.deleted AND {visible(asker)}"""
        values = predicate_values(asker, now()) | {
            "types": [p[0] for p in pairs],
            "ids": [p[1] for p in pairs],
        }
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(text, values)).fetchall()
        await self._trace_patients(asker, rows)
        return {f"{row[0]}/{row[1]}": stored(row) for row in rows}

    async def _refused(self, asker: Asker, action: str, type_: str, id_: str) -> None:
        """Trace an attempt where the person concerned will find it, when there is one."""
        await self._tracer.write(
            asker,
            action,
            outcome="refused",
            type_=type_,
            id_=id_,
            patient_id=await patient_standing(self._database, type_, id_),
        )

    async def _trace_patients(self, asker: Asker, rows: list[tuple[Any, ...]]) -> None:
        counts: dict[str, int] = {}
        for row in rows:
            if row[7] is not None:
                counts[row[7]] = counts.get(row[7], 0) + 1
        await self._tracer.write_all(
            asker, "read", [("", patient_id, count) for patient_id, count in counts.items()]
        )

    async def _one(self, asker: Asker, text: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
        async with self._database.connection(asker) as connection:
            return await (await connection.execute(text, values)).fetchone()
