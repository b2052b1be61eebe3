"""What one line of an extract makes: a resource that is the line, and those it needs."""

from hashlib import sha256
from typing import Any

import msgspec


class Made(msgspec.Struct, frozen=True):
    """`main` stands for the line; `others` are written with it; `lent` only when nobody wrote them before."""

    line: int
    main: Any
    others: tuple[Any, ...]
    lent: tuple[Any, ...]
    digest: str

    @property
    def reference(self) -> str:
        """Return the reference of the main resource: what the line is known by."""
        return f"{self.main.resourceType}/{self.main.id}"


def digest_of(text: str) -> str:
    """Return a digest of what a line says."""
    return sha256(text.encode()).hexdigest()[:32]
