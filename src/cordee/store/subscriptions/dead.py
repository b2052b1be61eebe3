"""Events given up: listed with their reason, and put back in the queue when somebody asks."""

from datetime import datetime

import msgspec

from cordee.store.asker import system_asker
from cordee.store.database import Database

LISTED_MAX = 1000


class DeadLetter(msgspec.Struct, frozen=True):
    """One event given up."""

    subscription_id: str
    number: int
    reference: str
    version: int
    at: datetime
    died_at: datetime
    reason: str


class Standing(msgspec.Struct, frozen=True):
    """How one subscription stands."""

    id: str
    status: str
    channel: str
    criteria: str
    account_id: str
    last_number: int
    sent: int
    withheld: int
    waiting: int
    dead: int
    failing_since: datetime | None
    error: str


class DeadLetters:
    """The table subscription_dead, and how each subscription stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def standings(self, id_: str | None = None) -> list[Standing]:
        """Return how subscriptions stand, the failing ones first; of one alone when its id is given."""
        text = """SELECT s.id, s.status, s.channel, s.criteria, s.account_id, s.last_number, t.sent, t.withheld,
                (SELECT count(*) FROM subscription_delivery d WHERE d.subscription_key = s.key
                 AND (s.channel <> 'websocket' OR d.number > t.sent_number)),
                (SELECT count(*) FROM subscription_dead d WHERE d.subscription_key = s.key),
                t.failing_since, t.error
            FROM subscription s JOIN subscription_state t ON t.key = s.key JOIN resource r ON r.key = s.key
            WHERE NOT r.deleted AND (%(id)s::text IS NULL OR s.id = %(id)s)
            ORDER BY t.failing_since NULLS LAST, s.key DESC LIMIT %(limit)s"""
        async with self._database.connection(system_asker("subscriptions")) as connection:
            found = await connection.execute(text, {"id": id_, "limit": LISTED_MAX})
            return [Standing(*row) for row in await found.fetchall()]

    async def letters(self, id_: str | None = None) -> list[DeadLetter]:
        """Return the events given up, newest first; of one subscription when its id is given."""
        text = """SELECT s.id, d.number, d.type || '/' || d.id, d.version, d.at, d.died_at, d.reason
            FROM subscription_dead d JOIN subscription s ON s.key = d.subscription_key
            WHERE %(id)s::text IS NULL OR s.id = %(id)s ORDER BY d.died_at DESC, d.number DESC LIMIT %(limit)s"""
        async with self._database.connection() as connection:
            found = await connection.execute(text, {"id": id_, "limit": LISTED_MAX})
            return [DeadLetter(*row) for row in await found.fetchall()]

    async def replay(self, id_: str) -> int:
        """Put the events given up of one subscription back in its queue under their numbers; return how many.

        They are delivered before newer ones. A subscription that is off or in error is left as it is: zero.
        """
        async with self._database.transaction() as connection:
            found = await connection.execute(_REPLAY, (id_,))
            return len(await found.fetchall())


_REPLAY = """
WITH back AS (
    DELETE FROM subscription_dead d USING subscription s
    WHERE s.key = d.subscription_key AND s.id = %s AND s.status IN ('requested', 'active') RETURNING d.*
)
INSERT INTO subscription_delivery (subscription_key, number, type, id, version, at)
SELECT subscription_key, number, type, id, version, clock_timestamp() FROM back RETURNING number"""
