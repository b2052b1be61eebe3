"""Derived rows written anew from a resource: its columns, its memberships, its index rows."""

from cordee.fhir import decode
from cordee.store.circle import grants_of
from cordee.store.columns import columns_of
from cordee.store.database import Connection, Database
from cordee.store.reindexing import Reindexing

_LOCKED = """
    SELECT key, type, content, deleted, updated_at FROM resource WHERE key = ANY(%s) ORDER BY type, id
    FOR NO KEY UPDATE"""
_GRANT = """
    INSERT INTO circle (source_key, member, patient_id, categories, writes, starts_at, ends_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""


async def mend(database: Database, keys: list[int]) -> None:
    """Write anew all that is derived from some resources, in a transaction for the columns and memberships."""
    async with database.transaction() as connection:
        rows = await (await connection.execute(_LOCKED, (keys,))).fetchall()
        await connection.execute("DELETE FROM circle WHERE source_key = ANY(%s)", (keys,))
        for key, type_name, content, deleted, updated_at in rows:
            if not deleted:
                await _columns_and_circle(connection, key, type_name, content, updated_at)
    await Reindexing(database).resources(keys)


async def _columns_and_circle(
    connection: Connection, key: int, type_name: str, content: bytes, updated_at: object
) -> None:
    resource = decode(content, type_name)
    columns = columns_of(resource, type_name)
    await connection.execute(
        "UPDATE resource SET patient_id = %s, category = %s, hidden_from = %s, happened_at = %s WHERE key = %s",
        (columns.patient_id, columns.category, columns.hidden_from, columns.happened_at or updated_at, key),
    )
    for one in grants_of(resource, type_name, columns.patient_id):
        await connection.execute(
            _GRANT,
            (key, one.member, one.patient_id, one.categories, one.writes, one.starts_at, one.ends_at),
        )
