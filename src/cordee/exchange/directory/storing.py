"""The chunks of an extract on their way into the record: one is made ready while the one before is written."""

import asyncio
from types import TracebackType
from typing import Any

from cordee.access import Door
from cordee.exchange.directory.made import Made
from cordee.exchange.directory.report import DirectoryTally


class Storing:
    """Stores chunks in the order they come; leaving the block returns once all are stored.

    What is new is loaded in bulk, what changed is replaced. What is only lent (a structure named by a professional's
    line) is written when nobody described it before. A line is noted as read once what it makes is stored: killed
    anywhere, the next run finds what was stored and goes on.
    """

    def __init__(self, door: Door, source: str, run: int, tally: DirectoryTally) -> None:
        self._door = door
        self._lines = door.directory_lines
        self._source = source
        self._run = run
        self._tally = tally
        self._lent: set[int] = (
            set()
        )  # what is there for certain, or will be once the chunk under way is written
        self._persons: frozenset[str] = frozenset()  # those of the chunk under way
        self._under_way: list[asyncio.Task[None]] = []

    async def add(self, chunk: list[Made]) -> None:
        """Begin to store a chunk, at most one other being under way. Raises what storing the one before raised."""
        while len(self._under_way) > 1:
            await self._under_way.pop(0)
        before = self._under_way[0] if self._under_way else None
        persons = frozenset(one.id for made in chunk for one in made.others)
        if before is not None and not persons.isdisjoint(self._persons):
            await before
        self._persons = persons
        self._under_way.append(asyncio.create_task(self._store(chunk, before)))

    async def __aenter__(self) -> "Storing":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            while self._under_way:
                await self._under_way.pop(0)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _store(self, chunk: list[Made], before: asyncio.Task[None] | None) -> None:
        known = await self._lines.known(self._source, [one.reference for one in chunk])
        changed = [one for one in chunk if known.get(one.reference) != one.digest]
        if changed:
            await self._write(changed, before)
        await self._lines.mark(self._source, self._run, {one.reference: one.digest for one in chunk})
        self._tally.unchanged += len(chunk) - len(changed)
        self._tally.written += len(changed)

    async def _write(self, changed: list[Made], before: asyncio.Task[None] | None) -> None:
        lent = self._new_lent(changed)
        owned = _by_id([one for made in changed for one in (*made.others, made.main)])
        everything = [*lent, *owned]
        left = await self._door.load(everything, before)
        puts = [everything[place] for place in left if place >= len(lent)]
        if lent and len(left) == len(everything):  # perhaps somebody else won twice, and nothing was loaded
            there = await self._door.read_many([f"{one.resourceType}/{one.id}" for one in lent])
            puts += [one for one in lent if f"{one.resourceType}/{one.id}" not in there]
        if puts:
            async with self._door.writing() as unit:
                for resource in puts:
                    unit.put(resource)

    def _new_lent(self, changed: list[Made]) -> list[Any]:
        found = []
        for one in _by_id([one for made in changed for one in made.lent]):
            mark = hash((one.resourceType, one.id))
            if mark not in self._lent:
                self._lent.add(mark)
                found.append(one)
        return found


def _by_id(resources: list[Any]) -> list[Any]:
    return list({(one.resourceType, one.id): one for one in resources}.values())
