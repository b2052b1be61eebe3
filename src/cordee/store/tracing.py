"""The trace of reads: no answer leaves before its line is committed, and many lines share one commit."""

import asyncio

from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.gathering import Gathering
from cordee.store.statements import statement

_Row = tuple[str, str, str, str, str, str, str, str, str, int]


def asker_values(asker: Asker) -> dict[str, str]:
    """Return what a line says of who asked, by column: for statements that write their own lines."""
    return {
        "who": asker.who,
        "role": asker.role,
        "organization": asker.organization,
        "purpose": asker.purpose,
    }


class Tracer:
    """Writes lines of the trace in groups: whoever waits while a group is being committed joins the next one.

    Cost: one INSERT a group, so a busy server pays one commit for many reads and an idle one pays it once a read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lines: Gathering[_Row, None] = Gathering(self._insert)

    async def write(
        self,
        asker: Asker,
        action: str,
        *,
        outcome: str = "done",
        type_: str = "",
        id_: str = "",
        patient_id: str = "",
        count: int = 0,
    ) -> None:
        """Return once the line is committed; raises UnavailableError when it could not be."""
        row = (
            asker.who, asker.role, asker.organization, asker.purpose, action, outcome, type_, id_, patient_id, count,
        )  # fmt: skip
        await self._lines.ask(row)

    async def write_all(self, asker: Asker, action: str, lines: list[tuple[str, str, int]]) -> None:
        """Return once a line for each (type, patient, count) is committed, all of them in one group if they can."""
        await asyncio.gather(
            *(
                self.write(asker, action, type_=type_, patient_id=patient_id, count=count)
                for type_, patient_id, count in lines
            )
        )

    async def _insert(self, rows: list[_Row]) -> list[None]:
        columns = [array(column) for column in zip(*rows, strict=True)]
        async with self._database.connection() as connection:
            await connection.execute(statement("trace").encode(), columns)
        return [None] * len(rows)
