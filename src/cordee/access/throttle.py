"""Attempts that fail are slowed down, by what is tried and from where; nobody can lock a colleague out.

Each attempt counts on some keys: what is tried from this source, and this source whatever is tried. While a key is
closed the attempt is refused untried, the same way whether the account exists. What strangers do elsewhere never counts
on the key of a device its owner has signed in with, nor on a passkey.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

import msgspec

from cordee.access.refusals import ThrottledError
from cordee.kernel.clock import now
from cordee.store.credentials import OPEN, Count, Throttles
from cordee.store.database import Database

IPV6_PREFIX_BITS = 64  # what one subscriber is given
DOUBLINGS_MAX = 30  # beyond it the wait is at its longest anyway
KEPT = timedelta(days=2)  # longer than any memory below


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How attempts on one key are slowed down: some are free, then each waits twice as long as the one before."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    memory: timedelta
    """After that long without an attempt the key starts anew."""


ONE_LOGIN = Pace(
    free=5, first_wait=timedelta(seconds=2), longest_wait=timedelta(hours=1), memory=timedelta(days=1)
)
"""One e-mail, code or link from one source: five slips are free; a day of trying gives some forty guesses."""
ONE_SOURCE = Pace(
    free=30, first_wait=timedelta(seconds=1), longest_wait=timedelta(minutes=15), memory=timedelta(hours=1)
)
"""Whatever is tried from one source: a hospital behind one address has many slips each morning."""
MAILBOX = Pace(
    free=3, first_wait=timedelta(minutes=10), longest_wait=timedelta(hours=6), memory=timedelta(days=1)
)
"""Letters to one mailbox asked for by who is not signed in: nobody fills a colleague's."""
ALL_MAILBOXES = Pace(
    free=60, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=1), memory=timedelta(hours=1)
)
"""Such letters to all mailboxes together: sixty, then one a minute, whatever addresses are made up."""
ONE_IDENTITY = Pace(
    free=10, first_wait=timedelta(seconds=5), longest_wait=timedelta(minutes=15), memory=timedelta(days=1)
)
"""A second factor, from anywhere: only who knows the password already gets here, and a code has six digits."""


class Attempt(msgspec.Struct, frozen=True):
    """One thing counted: its key, and how it is slowed down."""

    key: bytes
    pace: Pace


def after_try(count: Count, pace: Pace, at: datetime) -> Count:
    """Return the count once one more attempt is made at an instant."""
    tries = 1 if at - count.tried_at > pace.memory else count.tries + 1
    over = tries - pace.free
    if over <= 0:
        return Count(tries, at, OPEN)
    wait = min(pace.longest_wait, pace.first_wait * 2 ** min(over - 1, DOUBLINGS_MAX))
    return Count(tries, at, at + wait)


def after_success(count: Count, at: datetime) -> Count:
    """Return the count once the attempt just made turned out right: as if it had not been made, and open."""
    return Count(max(0, count.tries - 1), at, OPEN)


def seconds_closed(counts: Sequence[Count], at: datetime) -> int:
    """Return for how many seconds at least one key stays closed, 0 when all are open."""
    longest = max((one.opens_at - at for one in counts), default=timedelta())
    return max(0, -(-longest // timedelta(seconds=1)))


def source_of(address: str) -> str:
    """Return what counts as one source: an IPv4 address, the /64 of an IPv6 one."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> (128 - IPV6_PREFIX_BITS) << (128 - IPV6_PREFIX_BITS)))
    return str(found)


def key_of(kind: str, *parts: str) -> bytes:
    """Return the key of some parts; a digest, so that the table keeps neither e-mails nor addresses."""
    return hashlib.sha256("\x00".join((kind, *parts)).encode()).digest()


class Throttle:
    """The counts of one database, shared by every process."""

    def __init__(self, database: Database) -> None:
        self._store = Throttles(database)

    async def start(self, attempts: Sequence[Attempt]) -> None:
        """Count an attempt before it is tried; ThrottledError, and nothing counted, while one of its keys is closed.

        Counted first, attempts sent all at once gain nothing.
        """
        moment = now()

        def decide(counts: list[Count]) -> list[Count]:
            if seconds_closed(counts, moment):
                return counts
            return [
                after_try(one, attempt.pace, moment) for one, attempt in zip(counts, attempts, strict=True)
            ]

        before = await self._store.change([one.key for one in attempts], moment, decide)
        closed = seconds_closed(before, moment)
        if closed:
            raise ThrottledError(closed)

    async def succeed(self, attempts: Sequence[Attempt]) -> None:
        """Take back an attempt that turned out right: the keys of one login start anew, those shared lose one."""
        moment = now()

        def decide(counts: list[Count]) -> list[Count]:
            return [
                Count(0, moment, OPEN) if attempt.pace is not ONE_SOURCE else after_success(one, moment)
                for one, attempt in zip(counts, attempts, strict=True)
            ]

        await self._store.change([one.key for one in attempts], moment, decide)

    async def tidy(self) -> None:
        """Forget the keys nobody has tried for days."""
        await self._store.tidy(now() - KEPT)
