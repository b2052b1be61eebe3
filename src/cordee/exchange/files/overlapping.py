"""Batches stored in their order, a batch being made ready while the database still writes the one before."""

import asyncio
from types import TracebackType

from cordee.exchange.files.parts import Candidate
from cordee.exchange.files.upsert import Upsert

UNDER_WAY_MAX = 2
"""Batches being written at once: more would wait for the same processor."""


class Overlapping:
    """Stores batches; leaving the block waits for all of them.

    Each is compared with what is stored after the batch before was. No two batches under way hold the same resource,
    so that the last content of the input wins. What a write raises is raised by a later call, or at the end.
    """

    def __init__(self, upsert: Upsert) -> None:
        self._upsert = upsert
        self._writing: list[tuple[asyncio.Task[None], set[str]]] = []

    async def store(self, batch: list[Candidate]) -> None:
        """Store a batch in which no resource comes twice; returns while it is being written."""
        references = {candidate.reference for candidate in batch}
        while any(not references.isdisjoint(held) for _, held in self._writing):
            await self._settle_one()
        fresh = await self._upsert.news(batch)
        while len(self._writing) >= UNDER_WAY_MAX:
            await self._settle_one()
        if fresh:
            self._writing.append((asyncio.create_task(self._upsert.write(fresh)), references))

    async def __aenter__(self) -> "Overlapping":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ends = await asyncio.gather(*(task for task, _ in self._writing), return_exceptions=True)
        for end in ends:
            if kind is None and end is not None:
                raise end

    async def _settle_one(self) -> None:
        """Wait for the oldest write; it stays among those under way until it is done."""
        await self._writing[0][0]
        del self._writing[0]
