"""What somebody does in a period, and when somebody is taken: two statements over one index."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

LASTING = timedelta(days=1)  # no appointment lasts longer: one that began before is still found
ROWS_MAX = 1000  # appointments of one answer
PERIOD_DAYS_MAX = 400
PARTICIPANTS_MAX = 60


class AgendaRow(msgspec.Struct, frozen=True):
    """One appointment, and whom it is about when the asker may know."""

    appointment: Stored
    patient: Stored | None


class Taken(msgspec.Struct, frozen=True):
    """Hours somebody is taken."""

    participant: str
    starts_at: datetime
    ends_at: datetime


class AgendaReading:
    """Reads of the table agenda_entry."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def agenda(
        self,
        asker: Asker,
        participants: Sequence[str],
        from_at: datetime,
        until_at: datetime,
        limit: int = ROWS_MAX,
        system: str = "",
    ) -> list[AgendaRow]:
        """Return the appointments of participants in a period that the asker may see, soonest first; traced.

        `system` keeps those that bear an identifier of that system.
        Cost: one statement over one index range a participant; bounded by the period and by ROWS_MAX.
        """
        text = statement("agenda").replace("{visible}", visible(asker, "Appointment"))
        text = text.replace("{patient_visible}", visible(asker, "Patient", "p"))
        values = _period(participants, from_at, until_at, limit) | predicate_values(asker, now())
        values["system"] = system
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        seen = Counter(row[8] or "" for row in rows) or Counter({"": 0})
        await self._tracer.write_all(
            asker, "list", [("Appointment", patient_id, count) for patient_id, count in seen.items()]
        )
        return [_row(row) for row in rows]

    async def busy(
        self, asker: Asker, participants: Sequence[str], from_at: datetime, until_at: datetime, but: str = ""
    ) -> list[Taken]:
        """Return when participants are taken, whoever it is for, leaving out the appointment `but`; traced.

        Tells hours and nothing else. Who may ask is the caller's to check.
        """
        values = _period(participants, from_at, until_at, ROWS_MAX) | {"but": but}
        async with self._database.connection() as connection:
            rows = await (await connection.execute(statement("busy").encode(), values)).fetchall()
        await self._tracer.write(asker, "busy", type_="Appointment", count=len(rows))
        return [Taken(*row) for row in rows]


def _period(participants: Sequence[str], from_at: datetime, until_at: datetime, limit: int) -> dict[str, Any]:
    return {
        "participants": list(participants)[:PARTICIPANTS_MAX],
        "from_at": from_at,
        "until_at": min(until_at, from_at + timedelta(days=PERIOD_DAYS_MAX)),
        "lasting": LASTING,
        "limit": min(limit, ROWS_MAX),
    }


def _row(row: tuple[Any, ...]) -> AgendaRow:
    appointment = Stored(
        type=row[0], id=row[1], version=row[2], updated_at=row[3], updated_by=row[4], content=row[5],
        deleted=row[6], happened_at=row[7],
    )  # fmt: skip
    if row[9] is None:
        return AgendaRow(appointment, None)
    patient = Stored(
        type="Patient", id=row[9], version=row[10], updated_at=row[11], updated_by=row[12], content=row[13],
        deleted=False, happened_at=row[14],
    )  # fmt: skip
    return AgendaRow(appointment, patient)
