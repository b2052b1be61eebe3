"""Row keys taken from the database in blocks, so that a writer knows a row's key before it writes it."""

import asyncio

from cordee.store.database import Connection

BLOCK_SIZE = 256  # the increment of the sequence resource_key
_BLOCKS = "SELECT nextval('resource_key') FROM generate_series(1, %s)"


class KeyBlock:
    """The keys left of the last block taken by this process."""

    def __init__(self) -> None:
        self._next = 0
        self._end = 0
        self._lock = asyncio.Lock()

    async def take(self, connection: Connection, count: int) -> list[int]:
        """Return `count` keys nobody else has; one statement when those left are too few."""
        async with self._lock:
            taken = self._left(count)
            blocks = -(-(count - len(taken)) // BLOCK_SIZE)
            if blocks:
                for (first,) in await (await connection.execute(_BLOCKS, (blocks,))).fetchall():
                    self._next, self._end = first, first + BLOCK_SIZE
                    taken += self._left(count - len(taken))
            return taken

    def _left(self, most: int) -> list[int]:
        """Return keys of the block at hand, as many as there are up to `most`."""
        first = self._next
        self._next = min(first + most, self._end)
        return list(range(first, self._next))
