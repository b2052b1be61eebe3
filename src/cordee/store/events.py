"""What changed, told to every process: open pages refresh from it.

A change is announced after its commit, gathered for a few milliseconds so that a burst costs one NOTIFY. An
announcement may be lost when a process dies between the two (a page then shows the change at its next request);
what must never be lost leaves through jobs, not through here. See ADR 0003.
"""

import asyncio
import json
import math
from collections import deque
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

import msgspec
import psycopg

from cordee.kernel.clock import now
from cordee.kernel.ending import end
from cordee.kernel.errors import UnavailableError
from cordee.kernel.log import get_logger
from cordee.store.database import Database

CHANNEL = "cordee_change"
GATHER_SECONDS = 0.02
RECONNECT_SECONDS = 1.0
QUEUE_MAX_CHANGES = 256
REMEMBERED_MAX_CHANGES = 1_000  # a page that took longer to arrive than so many changes refreshes everything

_log = get_logger(__name__)


LETTERS = "letters"
_TO = "@"


def letters_to(who: str) -> str:
    """Return what stands for a person, where a change is of what is written to them and not of a record."""
    return f"{_TO}{who}"


class Change(msgspec.Struct, frozen=True):
    """Some resources of these types changed in one record; or `LETTERS` came for somebody, of no record."""

    patient_id: str
    types: tuple[str, ...]

    @property
    def addressee(self) -> str:
        """Return whom a letter came for; empty for a change of a record."""
        return self.patient_id.removeprefix(_TO) if self.patient_id.startswith(_TO) else ""


MISSED = Change("", ())
"""Nobody knows what changed since the moment a listener named: it may be anything."""


class Events:
    """Announces changes and hands them to whoever listens in this process.

    The last changes are remembered, so that a page hears of what happened between its making and its listening.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: dict[str, set[str]] = {}
        self._sender: asyncio.Task[None] | None = None
        self._receiver: asyncio.Task[None] | None = None
        self._queues: set[asyncio.Queue[Change]] = set()
        self._recent: deque[tuple[float, Change]] = deque(maxlen=REMEMBERED_MAX_CHANGES)
        self._complete_from = math.inf  # Unix seconds: `_recent` holds every change since then
        self.is_listening = asyncio.Event()

    def announce(self, patient_id: str, types: set[str]) -> None:
        """Tell every process that these types changed in a record; returns at once."""
        self._pending.setdefault(patient_id, set()).update(types)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send())

    async def subscribe(self, since: datetime | None = None) -> AsyncIterator[Change]:
        """Yield changes as they come, until the caller stops; the oldest are dropped when the caller lags behind.

        Those heard since an instant come first; `MISSED` instead, when this process was not listening since then.
        `MISSED` comes also when the connection was lost, once it is back.
        """
        queue: asyncio.Queue[Change] = asyncio.Queue(QUEUE_MAX_CHANGES)
        self._queues.add(queue)
        if self._receiver is None or self._receiver.done():
            self._receiver = asyncio.create_task(self._receive())
        try:
            if since is not None:
                await self.is_listening.wait()
                for change in self._heard_since(since.timestamp()):
                    yield change
            while True:
                yield await queue.get()
        finally:
            self._queues.discard(queue)

    async def close(self) -> None:
        """Send what is pending and stop listening."""
        if self._sender is not None:
            await self._sender
        if self._receiver is not None:
            await end(self._receiver)

    async def _send(self) -> None:
        while self._pending:
            await asyncio.sleep(GATHER_SECONDS)
            pending, self._pending = self._pending, {}
            payloads = [json.dumps([patient, sorted(types)]) for patient, types in pending.items()]
            try:
                async with self._database.connection() as connection:
                    await connection.execute(
                        "SELECT pg_notify(%s, p) FROM unnest(%s::text[]) p", (CHANNEL, payloads)
                    )
            except UnavailableError:
                _log.warning("announcement lost", changes=len(payloads))

    async def _receive(self) -> None:
        is_first = True
        while True:
            try:
                connection = await self._database.listener()
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._complete_from = now().timestamp()
                    self.is_listening.set()
                    if not is_first:
                        self._give(MISSED)
                    is_first = False
                    async for notice in connection.notifies():
                        self._hand_out(notice.payload)
            except psycopg.OperationalError:
                _log.warning("listening again soon")
            self.is_listening.clear()
            self._forget()
            await asyncio.sleep(RECONNECT_SECONDS)

    def _hand_out(self, payload: str) -> None:
        patient_id, types = json.loads(payload)
        change = Change(patient_id, tuple(types))
        if len(self._recent) == REMEMBERED_MAX_CHANGES:
            self._complete_from = self._recent[0][0]
        self._recent.append((now().timestamp(), change))
        self._give(change)

    def _give(self, change: Change) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(change)

    def _heard_since(self, since: float) -> Iterator[Change]:
        if since <= self._complete_from:
            return iter((MISSED,))
        return iter([change for at, change in self._recent if at >= since])

    def _forget(self) -> None:
        self._recent.clear()
        self._complete_from = math.inf
