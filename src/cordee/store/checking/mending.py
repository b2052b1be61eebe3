"""Derived rows written anew from a resource: its columns, the rights it gives, its index rows."""

import msgspec

from cordee.fhir import decode
from cordee.store.checking.finding import CHECKER
from cordee.store.checking.rights import Granting, expected, write
from cordee.store.columns import columns_of
from cordee.store.database import Connection, Database
from cordee.store.reindexing import Reindexing

_LOCKED = """
    SELECT key, type, id, content, deleted, patient_id, updated_at FROM resource WHERE key = ANY(%s) ORDER BY type, id
    FOR NO KEY UPDATE"""


async def mend(database: Database, keys: list[int]) -> None:
    """Write anew all that is derived from some resources, in a transaction for the columns and the rights."""
    async with database.transaction(CHECKER) as connection:
        rows = await (await connection.execute(_LOCKED, (keys,))).fetchall()
        sources = []
        for *row, updated_at in rows:
            source = Granting(*(*row, updated_at))
            if not source.deleted:
                source = await _columns(connection, source, updated_at)
            sources.append(source)
        await write(connection, await expected(connection, sources), keys)
    await Reindexing(database).resources(keys)


async def _columns(connection: Connection, source: Granting, updated_at: object) -> Granting:
    columns = columns_of(decode(source.content, source.type), source.type)
    await connection.execute(
        "UPDATE resource SET patient_id = %s, category = %s, hidden_from = %s, happened_at = %s WHERE key = %s",
        (
            columns.patient_id,
            columns.category,
            columns.hidden_from,
            columns.happened_at or updated_at,
            source.key,
        ),
    )
    return msgspec.structs.replace(source, patient_id=columns.patient_id)
