"""Row keys taken from the database in blocks, so that a writer knows a row's key before it writes it."""

import asyncio

from cordee.store.database import Connection

BLOCK_SIZE = 256  # the increment of the sequence resource_key


class KeyBlock:
    """The keys left of the last block taken by this process."""

    def __init__(self) -> None:
        self._next = 0
        self._end = 0
        self._lock = asyncio.Lock()

    async def take(self, connection: Connection, count: int) -> list[int]:
        """Return `count` keys nobody else has; a new block costs one statement."""
        async with self._lock:
            taken: list[int] = []
            while len(taken) < count:
                if self._next == self._end:
                    row = await (await connection.execute("SELECT nextval('resource_key')")).fetchone()
                    assert row is not None
                    self._next, self._end = row[0], row[0] + BLOCK_SIZE
                step = min(count - len(taken), self._end - self._next)
                taken.extend(range(self._next, self._next + step))
                self._next += step
            return taken
