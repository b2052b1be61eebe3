"""Events of websocket subscriptions: each socket reads on from where it is, whatever process it is in."""

import msgspec

from cordee.store.database import Database
from cordee.store.subscriptions.event import Event


class Bound(msgspec.Struct, frozen=True):
    """One websocket subscription a socket may bind to; `sent_number` was said to some socket already."""

    key: int
    id: str
    status: str
    account_id: str
    sent_number: int


class Sockets:
    """What sockets need of the subscription tables. Rows stay for an hour after they were said: see the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, id_: str) -> Bound | None:
        """Return a websocket subscription that is requested or active, or None."""
        text = """SELECT s.key, s.id, s.status, s.account_id, t.sent_number
            FROM subscription s JOIN subscription_state t ON t.key = s.key
            WHERE s.id = %s AND s.channel = 'websocket' AND s.status IN ('requested', 'active')"""
        async with self._database.connection() as connection:
            row = await (await connection.execute(text, (id_,))).fetchone()
        return Bound(*row) if row is not None else None

    async def after(self, key: int, number: int, limit: int) -> list[Event]:
        """Return the events after a number, oldest first, while the subscription is active."""
        text = """SELECT d.number, d.type, d.id, d.version, d.at
            FROM subscription_delivery d JOIN subscription s ON s.key = d.subscription_key
            WHERE d.subscription_key = %s AND d.number > %s AND s.status = 'active' ORDER BY d.number LIMIT %s"""
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text, (key, number, limit))).fetchall()
        return [Event(*row) for row in rows]

    async def said(self, key: int, number: int, withheld: int) -> None:
        """Note that events up to a number were said, but for those withheld; a slower socket changes nothing."""
        text = """UPDATE subscription_state SET sent = sent + greatest(%(number)s - sent_number - %(withheld)s, 0),
                withheld = withheld + %(withheld)s, sent_number = %(number)s, spoke_at = now(), tried_at = now()
            WHERE key = %(key)s AND sent_number < %(number)s"""
        async with self._database.connection() as connection:
            await connection.execute(text, {"key": key, "number": number, "withheld": withheld})
