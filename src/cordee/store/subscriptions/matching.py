"""Matching: events become the deliveries of those whose criteria they meet, and who may see them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from cordee.fhir.search import Query
from cordee.fhir.subscription import query_of
from cordee.kernel.errors import CordeeError
from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.wall import shown_within

EVENTS_MAX = 200  # of one batch; a criterion `_id` names as many
SEARCH_TIMEOUT_MS = 5_000  # of one subscription's search over one batch
CHANNEL = "cordee_subscription"
_LOCK_ID = 0x43535542  # 'CSUB': one worker matches at a time

_OF_THIS_SEARCH = (
    psycopg.errors.QueryCanceled,
    psycopg.errors.StatementTooComplex,
    psycopg.errors.ProgramLimitExceeded,
    psycopg.DataError,
    psycopg.ProgrammingError,
    psycopg.InternalError,
)
"""What PostgreSQL says when it cannot run a search, whenever it is asked."""

Find = Callable[[Connection, Asker, Query, int], Awaitable[list[str]]]
Askers = Callable[[Iterable[str]], Awaitable[dict[str, Asker]]]


class _Written(msgspec.Struct, frozen=True):
    number: int
    type: str
    id: str
    version: int
    at: datetime


class _Watching(msgspec.Struct, frozen=True):
    key: int
    id: str
    type: str
    criteria: str
    account_id: str
    since: datetime


class Matcher:
    """Turns `subscription_event` into `subscription_delivery`.

    `askers` gives the accounts as they are now, `find` the search. A batch is one transaction: killed anywhere, it is
    done again as if it had never begun. Cost: one search a subscription and batch.
    """

    def __init__(self, database: Database, find: Find, askers: Askers) -> None:
        self._database = database
        self._find = find
        self._askers = askers

    async def match(self) -> int:
        """Match one batch and return its number of events; zero when none waits or another worker is at it."""
        async with self._database.transaction() as connection:
            row = await (
                await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK_ID,))
            ).fetchone()
            events = await _events(connection) if row is not None and row[0] else []
            if not events:
                return 0
            watching = await _watching(connection, {event.type for event in events})
            askers = await self._askers({one.account_id for one in watching})
            await connection.execute(f"SET LOCAL statement_timeout = {SEARCH_TIMEOUT_MS}")
            for one in watching:
                wanted = [event for event in events if event.type == one.type and event.at >= one.since]
                asker = askers.get(one.account_id)
                if wanted and asker is not None:
                    await self._match(connection, one, asker, wanted)
            await connection.execute(
                "DELETE FROM subscription_event WHERE number = ANY(%s)", ([event.number for event in events],)
            )
        return len(events)

    async def _match(
        self, connection: Connection, one: _Watching, asker: Asker, events: list[_Written]
    ) -> None:
        ids = sorted({event.id for event in events})
        try:
            query = query_of(one.criteria, ("_id", ",".join(ids)))
            async with connection.transaction(), shown_within(connection, asker):
                found = set(await self._find(connection, asker, query, len(ids)))
        except (CordeeError, *_OF_THIS_SEARCH) as error:  # those of others must still be matched
            await _break(connection, one, error)
            return
        matched = [event for event in events if event.id in found]
        if matched:
            await _deliver(connection, one, matched)


async def _events(connection: Connection) -> list[_Written]:
    text = "SELECT number, type, id, version, at FROM subscription_event ORDER BY number LIMIT %s"
    return [_Written(*row) for row in await (await connection.execute(text, (EVENTS_MAX,))).fetchall()]


async def _watching(connection: Connection, types: set[str]) -> list[_Watching]:
    text = """SELECT key, id, type, criteria, account_id, since FROM subscription
        WHERE type = ANY(%s) AND status IN ('requested', 'active') AND broken = '' ORDER BY key"""
    return [_Watching(*row) for row in await (await connection.execute(text, (list(types),))).fetchall()]


async def _deliver(connection: Connection, one: _Watching, events: list[_Written]) -> None:
    values: dict[str, Any] = {
        "key": one.key,
        "count": len(events),
        "types": [event.type for event in events],
        "ids": [event.id for event in events],
        "versions": [event.version for event in events],
        "moments": [event.at for event in events],
        "channel": CHANNEL,
        "id": one.id,
    }
    await connection.execute(_DELIVER, values)


_DELIVER = """
WITH numbered AS (
    UPDATE subscription SET last_number = last_number + %(count)s WHERE key = %(key)s
    RETURNING last_number - %(count)s AS before
), added AS (
    INSERT INTO subscription_delivery (subscription_key, number, type, id, version, at)
    SELECT %(key)s, n.before + e.place, e.type, e.id, e.version, e.at
    FROM numbered n, unnest(%(types)s::text[], %(ids)s::text[], %(versions)s::int[], %(moments)s::timestamptz[])
        WITH ORDINALITY AS e (type, id, version, at, place)
)
SELECT pg_notify(%(channel)s, %(id)s)"""


async def _break(connection: Connection, one: _Watching, error: Exception) -> None:
    is_slow = isinstance(error, psycopg.errors.QueryCanceled)
    reason = "The search took too long." if is_slow else "The search cannot be run."
    if isinstance(error, CordeeError):
        reason = error.message_en
    await connection.execute("UPDATE subscription SET broken = %s WHERE key = %s", (reason[:500], one.key))
