"""What stands where an asker sees nothing: told to the trace alone, never to who asked."""

from cordee.store.database import Database


async def patient_standing(database: Database, type_: str, id_: str) -> str:
    """Return whose record a resource is of; empty when it is nobody's, or not there."""
    async with database.connection() as connection:
        row = await (await connection.execute("SELECT patient_standing(%s, %s)", (type_, id_))).fetchone()
    assert row is not None
    return str(row[0])
