"""Reading the trace of one record."""

from datetime import datetime

from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.shelves import Shelves
from cordee.store.stored import TraceRow


async def trace_of(
    database: Database,
    shelves: Shelves,
    asker: Asker,
    patient_id: str,
    *,
    count: int,
    before: datetime | None,
) -> list[TraceRow]:
    """Return who did or tried what with a record, newest first; NotFoundError when it is not the asker's."""
    if not await shelves.sees(asker, patient_id):
        raise NotFoundError
    async with database.connection() as connection:
        rows = await connection.execute(
            "SELECT at, who, role, organization, purpose, action, outcome, type, id, patient_id, count FROM trace"
            " WHERE patient_id = %s AND at < %s ORDER BY key DESC LIMIT %s",
            (patient_id, before or now(), count),
        )
        return [TraceRow(*row) for row in await rows.fetchall()]
