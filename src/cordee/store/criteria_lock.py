"""Locks on the criteria of conditional interactions: two that could make the same resource wait for each other."""

from collections.abc import Iterable
from hashlib import blake2b

from cordee.store.database import Connection

_LOCK = "SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) k"


async def lock_criteria(connection: Connection, names: Iterable[str]) -> None:
    """Return once nobody else holds any of the names, and hold them until the transaction ends.

    Locks are taken in one order, so that two transactions cannot wait for each other. The next statement sees what the
    one waited for has committed. Names are told apart by a digest of 63 bits: two that share one only wait needlessly.
    """
    numbers = sorted({_number(name) for name in names})
    if numbers:
        await connection.execute(_LOCK, (numbers,))


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8, person=b"criteria").digest(), "big") >> 1
