"""The trace of reads: no answer leaves before its line is committed, and many lines share one commit."""

import asyncio
import contextlib
from typing import Any

from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.statements import statement

BATCH_MAX_ROWS = 500

_Row = tuple[str, str, str, str, str, str, str, str, str, int]


class Tracer:
    """Writes lines of the trace in groups: whoever waits while a group is being committed joins the next one.

    Cost: one INSERT a group, so a busy server pays one commit for many reads and an idle one pays it once a read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[_Row, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

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
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH_MAX_ROWS], self._waiting[BATCH_MAX_ROWS:]
            try:
                await self._insert([row for row, _ in batch])
            except Exception as error:
                for _, future in batch:
                    with contextlib.suppress(asyncio.InvalidStateError):
                        future.set_exception(error)
            else:
                for _, future in batch:
                    if not future.done():
                        future.set_result(None)

    async def _insert(self, rows: list[_Row]) -> None:
        columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
        async with self._database.connection() as connection:
            await connection.execute(statement("trace"), columns)
