"""Ids that are the same at every run and that sort in the order people were imagined."""

from hashlib import blake2b
from uuid import UUID

EPOCH_MS = 1_767_225_600_000
"""1 January 2026: where the invented clock of the ids starts."""

STEP_MS = 1_000


class StableIds:
    """The ids of one imagined person, or of one page of the directory: called with a name, always the same answer.

    Shape: UUID version 8 (RFC 9562 section 5.8): 48 bits that grow with `moment`, the rest from a hash of seed,
    moment and name. Everything of one person stands together in an index.
    """

    __slots__ = ("_key", "_prefix")

    def __init__(self, seed: str, moment: int) -> None:
        self._key = f"{seed}/{moment}/"
        self._prefix = (EPOCH_MS + moment * STEP_MS) << 80

    def __call__(self, name: str) -> str:
        """Return the id of that name as 36 lowercase characters."""
        digest = int.from_bytes(blake2b((self._key + name).encode(), digest_size=10).digest(), "big")
        number = self._prefix | digest
        number = number & ~(0xF << 76) | (8 << 76)
        number = number & ~(0x3 << 62) | (0x2 << 62)
        return str(UUID(int=number))
