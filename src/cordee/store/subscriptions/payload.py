"""What a subscriber may still see of an event, at the moment it is delivered."""

from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import COLUMNS, stored
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

ACTION = "notify"


class Payloads:
    """Reads versions for delivery; handing content out is traced, looking whether one may be told is not."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def payload(
        self, asker: Asker, type_: str, id_: str, version: int, *, with_content: bool
    ) -> Stored | None:
        """Return one version, or None when it or the current one is not the asker's to see.

        `with_content` leaves a line in the trace before anything is returned.
        """
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
        async with self._database.connection(asker) as connection:
            row = await (await connection.execute(text, values)).fetchone()
        if row is None:
            return None
        if with_content:
            await self._tracer.write(asker, ACTION, type_=type_, id_=id_, patient_id=row[7] or "", count=1)
        return stored(row)
