"""Deliveries: who is due, and the claim that lets one worker at a time speak to one subscriber."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cordee.store.asker import system_asker
from cordee.store.database import Connection, Database
from cordee.store.statements import statement
from cordee.store.subscriptions.event import Event, Watcher

_PLATFORM = system_asker("subscriptions")
DUE_MAX = 200  # subscriptions looked at in one turn


class Claim:
    """One subscription held by this worker until its block is left; what is noted is kept when the block ends well."""

    def __init__(self, connection: Connection, watcher: Watcher) -> None:
        self.watcher = watcher
        self._connection = connection

    async def head(self, limit: int = 1) -> list[Event]:
        """Return the next events to deliver, oldest first."""
        text = """SELECT number, type, id, version, at FROM subscription_delivery
            WHERE subscription_key = %s ORDER BY number LIMIT %s"""
        rows = await (await self._connection.execute(text, (self.watcher.key, limit))).fetchall()
        return [Event(*row) for row in rows]

    async def sent(self, events: list[Event]) -> None:
        """Note that the subscriber has these events."""
        await self._drop(events)
        await self._connection.execute(
            """UPDATE subscription_state SET attempts = 0, failing_since = NULL, error = '', sent = sent + %s,
               sent_number = greatest(sent_number, %s), spoke_at = clock_timestamp(), tried_at = clock_timestamp(),
               next_at = clock_timestamp() WHERE key = %s""",
            (len(events), max(event.number for event in events), self.watcher.key),
        )

    async def withhold(self, events: list[Event]) -> None:
        """Note that the account may not see these events any more: they are never delivered."""
        await self._drop(events)
        await self._connection.execute(
            "UPDATE subscription_state SET withheld = withheld + %s WHERE key = %s",
            (len(events), self.watcher.key),
        )

    async def spoke(self) -> None:
        """Note that the subscriber answered a handshake or a heartbeat."""
        await self._connection.execute(
            """UPDATE subscription_state SET attempts = 0, failing_since = NULL, error = '',
               spoke_at = clock_timestamp(), tried_at = clock_timestamp(), next_at = clock_timestamp()
               WHERE key = %s""",
            (self.watcher.key,),
        )

    async def failed(self, reason: str, wait_s: float) -> None:
        """Note a try that failed and when the next one is due."""
        await self._connection.execute(
            """UPDATE subscription_state SET attempts = %s, error = %s, tried_at = clock_timestamp(),
               failing_since = CASE WHEN %s THEN clock_timestamp() ELSE coalesce(failing_since, clock_timestamp()) END,
               next_at = clock_timestamp() + make_interval(secs => %s) WHERE key = %s""",
            (self._tries() + 1, reason, self.watcher.is_fresh, wait_s, self.watcher.key),
        )

    async def bury(self, events: list[Event], reason: str) -> None:
        """Move events to those given up."""
        await self._connection.execute(
            """WITH gone AS (
                DELETE FROM subscription_delivery WHERE subscription_key = %s AND number = ANY(%s) RETURNING *)
               INSERT INTO subscription_dead (subscription_key, number, type, id, version, at, reason)
               SELECT subscription_key, number, type, id, version, at, %s FROM gone ON CONFLICT DO NOTHING""",
            (self.watcher.key, [event.number for event in events], reason),
        )

    def _tries(self) -> int:
        return 0 if self.watcher.is_fresh else self.watcher.attempts

    async def _drop(self, events: list[Event]) -> None:
        await self._connection.execute(
            "DELETE FROM subscription_delivery WHERE subscription_key = %s AND number = ANY(%s)",
            (self.watcher.key, [event.number for event in events]),
        )


class Deliveries:
    """The tables subscription, subscription_state and subscription_delivery, as the worker uses them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self) -> list[int]:
        """Return the keys of subscriptions with something to say now: an event, a handshake."""
        text = """SELECT s.key FROM subscription s JOIN subscription_state t ON t.key = s.key
            WHERE (t.next_at <= clock_timestamp() OR s.asked_at > t.tried_at) AND (s.status = 'requested' OR (
                s.status = 'active' AND s.channel <> 'websocket'
                AND EXISTS (SELECT 1 FROM subscription_delivery d WHERE d.subscription_key = s.key)))
            ORDER BY t.next_at LIMIT %s"""
        return await self._keys(text, DUE_MAX)

    async def silent(self, default_s: int) -> list[int]:
        """Return the keys of active rest-hook subscriptions owed a heartbeat.

        `default_s` is the period of those that name none; zero for never.
        """
        text = """SELECT s.key FROM subscription s JOIN subscription_state t ON t.key = s.key
            WHERE s.status = 'active' AND s.channel = 'rest-hook' AND t.next_at <= clock_timestamp()
              AND NOT EXISTS (SELECT 1 FROM subscription_delivery d WHERE d.subscription_key = s.key)
              AND t.spoke_at + make_interval(secs => coalesce(s.heartbeat_s, nullif(%s, 0))) < clock_timestamp()
            LIMIT %s"""
        return await self._keys(text, default_s, DUE_MAX)

    async def ended(self) -> list[int]:
        """Return the keys of subscriptions past their end, or that can be served no more."""
        text = """SELECT key FROM subscription WHERE status IN ('requested', 'active')
            AND (broken <> '' OR ends_at <= clock_timestamp()) LIMIT %s"""
        return await self._keys(text, DUE_MAX)

    async def broken(self, key: int) -> str:
        """Return why a subscription can be served no more; empty when it can."""
        async with self._database.connection() as connection:
            row = await (
                await connection.execute("SELECT broken FROM subscription WHERE key = %s", (key,))
            ).fetchone()
        return row[0] if row is not None else ""

    async def tidy(self) -> None:
        """Drop what nobody waits for: deliveries of subscriptions turned off, websocket events said long ago."""
        async with self._database.connection() as connection:
            await connection.execute(statement("tidy_subscriptions").encode())

    @asynccontextmanager
    async def claim(self, key: int) -> AsyncIterator[Claim | None]:
        """Hold one subscription for the time of the block; None when another worker holds it or it is gone."""
        async with self._database.transaction(_PLATFORM) as connection:
            row = await (
                await connection.execute(statement("claim_subscription").encode(), {"key": key})
            ).fetchone()
            yield Claim(connection, Watcher(*row)) if row is not None else None

    async def _keys(self, text: str, *values: int) -> list[int]:
        async with self._database.connection() as connection:
            return [row[0] for row in await (await connection.execute(text.encode(), values)).fetchall()]
