"""The chain: each link's digest covers its own records and the digest of the link before."""

import hashlib
import struct
from datetime import UTC, datetime, timedelta

import msgspec

GENESIS = bytes(32)
"""What stands before the first link."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAG = b"cordee-trace-1"
_HEAD = struct.Struct(">qhqqqqiqq32s")


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link as stored; `lines` is None once its lines were purged."""

    number: int
    era: int
    first_in: int
    first_key: int
    last_in: int
    last_key: int
    count: int
    first_at: datetime
    last_at: datetime
    lines: bytes | None
    lines_digest: bytes
    digest: bytes

    @property
    def last(self) -> tuple[int, int, int]:
        """Return the position of its last line."""
        return self.era, self.last_in, self.last_key


def chained(previous: bytes, link: Link) -> bytes:
    """Return the digest a link must have after the one before: SHA-256 of tag, previous digest and all it says."""
    head = _HEAD.pack(
        link.number, link.era, link.first_in, link.first_key, link.last_in, link.last_key, link.count,
        _us(link.first_at), _us(link.last_at), link.lines_digest,
    )  # fmt: skip
    return hashlib.sha256(_TAG + previous + head).digest()


def _us(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
