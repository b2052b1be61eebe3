"""Locks on the criteria of conditional interactions: two that could make the same resource wait for each other."""

from collections.abc import Iterable
from hashlib import blake2b

from cordee.store.database import Connection

LOCKS_MAX = 4096
"""Locks of all criteria together: PostgreSQL has room for some 6,000, of everybody and everything."""
_FIRST = 0x43524954 * LOCKS_MAX  # 'CRIT': apart from the other advisory locks

_LOCK = "SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) k"


async def lock_criteria(connection: Connection, names: Iterable[str]) -> None:
    """Return once nobody else holds any of the names, and hold them until the transaction ends.

    Locks are taken in one order, so that two transactions cannot wait for each other. The next statement sees what the
    one waited for has committed. Names share `LOCKS_MAX` locks by digest: two that share one only wait needlessly.
    """
    numbers = sorted({_number(name) for name in names})
    if numbers:
        await connection.execute(_LOCK, (numbers,))


def _number(name: str) -> int:
    digest = blake2b(name.encode(), digest_size=8, person=b"criteria").digest()
    return _FIRST + int.from_bytes(digest, "big") % LOCKS_MAX
