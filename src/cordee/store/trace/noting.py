"""Writing one line for an act that no read or write traces by itself: signing in, printing, breaking the glass."""

import msgspec

from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.trace.line import FIELDS

DETAIL_MAX = 500  # characters


class Noted(msgspec.Struct, frozen=True):
    """What the act was about, beside who did it and what it was."""

    type: str = ""
    id: str = ""
    patient_id: str = ""
    count: int = 0
    reason: str = ""
    detail: str = ""


async def note(database: Database, asker: Asker, action: str, outcome: str, about: Noted) -> None:
    """Return once the line is committed; raises UnavailableError when it could not be."""
    async with database.connection() as connection:
        await note_on(connection, asker, action, outcome, about)


async def note_on(connection: Connection, asker: Asker, action: str, outcome: str, about: Noted) -> None:
    """Write the line on a connection, in the transaction of the act itself."""
    *subject, detail = msgspec.structs.astuple(about)
    by = (asker.who, asker.role, asker.organization, asker.purpose, action, outcome)
    values = (*by, *subject, detail[:DETAIL_MAX].replace("\x00", ""))
    text = f"INSERT INTO trace ({FIELDS}) VALUES ({', '.join(['%s'] * len(values))})"
    await connection.execute(text.encode(), values)
