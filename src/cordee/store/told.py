"""What of a change somebody is told: the types of which they may see something that changed, and no other."""

from datetime import timedelta

from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.events import Change
from cordee.store.my_records import in_my_record, one_record
from cordee.store.predicate import predicate_values
from cordee.store.statements import statement

RECENT = timedelta(seconds=60)  # between a write and the hearing of it, clocks that differ included


class Told:
    """Narrows announcements, which name records and types to every process, to what one asker may know."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told(self, asker: Asker, change: Change) -> Change | None:
        """Return what of a change the asker may know at this moment; None for nothing. Not traced: it reads nothing.

        Cost: one statement, an index range of the record's last changes for each type.
        """
        if change.addressee:
            return Change("", change.types) if change.addressee in asker.keys else None
        if asker.is_system and not asker.is_narrowed:
            return change
        text = statement("told").replace("{record}", one_record(asker))
        text = text.replace("{in_record}", in_my_record(asker))
        values = predicate_values(asker, now()) | {
            "patient_id": change.patient_id, "types": list(change.types), "since": now() - RECENT,
        }  # fmt: skip
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        return Change(change.patient_id, tuple(row[0] for row in rows)) if rows else None
