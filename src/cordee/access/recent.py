"""A short memory of answers, so that a burst of requests asks the database once."""

import time
from typing import Generic, TypeVar

T = TypeVar("T")
ENTRIES_MAX = 10_000


class Recent(Generic[T]):
    """Remembers values for a few seconds, at most ENTRIES_MAX of them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._entries: dict[bytes, tuple[float, T]] = {}

    def get(self, key: bytes) -> T | None:
        """Return what was put under a key, unless it is too old."""
        found = self._entries.get(key)
        if found is None or time.monotonic() - found[0] > self._seconds:
            return None
        return found[1]

    def put(self, key: bytes, value: T) -> None:
        """Remember a value; a full memory starts anew."""
        if len(self._entries) >= ENTRIES_MAX:
            self._entries.clear()
        self._entries[key] = (time.monotonic(), value)

    def forget(self, key: bytes) -> None:
        """Forget a key."""
        self._entries.pop(key, None)

    def forget_all(self) -> None:
        """Forget everything."""
        self._entries.clear()
