"""The table throttle: attempts that failed, counted together by every process."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from cordee.store.database import Database

OPEN = datetime(2000, 1, 1, tzinfo=UTC)
"""When a key that is open opened: long ago, so that clocks which differ a little agree that it is."""


class Count(msgspec.Struct, frozen=True):
    """What is known of one key: tries that failed, when the last was, and from when the next may be."""

    tries: int
    tried_at: datetime
    opens_at: datetime


class Throttles:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self, keys: Sequence[bytes], now: datetime, decide: Callable[[list[Count]], list[Count]]
    ) -> list[Count]:
        """Replace the counts of some keys by what `decide` makes of them, in their order; return those before.

        The keys are locked meanwhile, in one order: attempts sent at once are counted one by one. A key never seen
        counts no try.
        """
        rising = sorted(set(keys))
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO throttle (key, tries, tried_at, opens_at) SELECT key, 0, %s, %s"
                " FROM unnest(%s::bytea[]) AS key ORDER BY key ON CONFLICT DO NOTHING",
                (now, OPEN, rising),
            )
            rows = await (
                await connection.execute(
                    "SELECT key, tries, tried_at, opens_at FROM throttle WHERE key = ANY(%s) ORDER BY key FOR UPDATE",
                    (rising,),
                )
            ).fetchall()
            found = {bytes(key): Count(*rest) for key, *rest in rows}
            before = [found[key] for key in keys]
            after = decide(before)
            changed = [(key, one) for key, one, old in zip(keys, after, before, strict=True) if one != old]
            await connection.execute(
                "UPDATE throttle t SET tries = n.tries, tried_at = n.tried_at, opens_at = n.opens_at"
                " FROM unnest(%s::bytea[], %s::integer[], %s::timestamptz[], %s::timestamptz[])"
                " AS n(key, tries, tried_at, opens_at) WHERE t.key = n.key",
                (
                    [key for key, _ in changed],
                    [one.tries for _, one in changed],
                    [one.tried_at for _, one in changed],
                    [one.opens_at for _, one in changed],
                ),
            )
        return before

    async def tidy(self, before: datetime) -> None:
        """Forget the keys nobody has tried since an instant."""
        async with self._database.connection() as connection:
            await connection.execute(
                "DELETE FROM throttle WHERE tried_at < %s AND opens_at < now()", (before,)
            )
