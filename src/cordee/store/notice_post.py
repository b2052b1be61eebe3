"""How notices leave: what each reader chose, the browsers they registered, each delivery with its state. ADR 0035."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from cordee.kernel.ids import new_id
from cordee.store.asker import system_asker
from cordee.store.database import Database

LEASE = timedelta(minutes=5)  # a delivery taken and not ended by then is taken again: its worker died
KEPT = timedelta(days=30)
DEVICES_MAX = 10  # browsers of one reader
ERROR_LENGTH = 60

_PLATFORM = system_asker("notices")
_CLAIM = """
WITH due AS (
    SELECT DISTINCT d.who FROM (
        SELECT who FROM notice_delivery WHERE state = 'waiting' AND channel = %(channel)s AND due_at <= %(now)s
        ORDER BY due_at LIMIT %(people)s) d
), taken AS (
    SELECT d.id FROM notice_delivery d JOIN due USING (who)
    WHERE d.state = 'waiting' AND d.channel = %(channel)s AND (d.due_at <= %(now)s OR d.attempts = 0)
    ORDER BY d.id LIMIT %(rows)s FOR UPDATE OF d SKIP LOCKED
)
UPDATE notice_delivery d SET attempts = d.attempts + 1, due_at = %(lease)s FROM taken WHERE d.id = taken.id
RETURNING d.id, d.who, d.notice_id, d.kind, d.attempts, d.created_at"""
_STILL_WAITED_FOR = """
SELECT d.id FROM notice_delivery d
JOIN resource r ON r.type = 'Communication' AND r.id = d.notice_id AND NOT r.deleted
JOIN addressee a ON a.source_key = r.key AND a.who = d.who
LEFT JOIN thread_mark k ON k.who = d.who AND k.thread = a.thread
WHERE d.id = ANY(%s)
  AND CASE WHEN a.is_notice THEN a.is_unread ELSE a.sent_at > coalesce(k.read_until, '-infinity') END"""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader chose: channels by kind where it is not the usual, how often mail, and the quiet hours."""

    channels: dict[str, list[str]] = {}
    rhythm: str = "hourly"
    quiet_from: int | None = None
    quiet_until: int | None = None


class Planned(msgspec.Struct, frozen=True):
    """One delivery to write: a notice, its reader, its kind, by which channel, not before when."""

    notice_id: str
    who: str
    kind: str
    channel: str
    due_at: datetime


class Taken(msgspec.Struct, frozen=True):
    """One delivery this worker is to carry out now."""

    id: int
    who: str
    notice_id: str
    kind: str
    attempts: int
    created_at: datetime


class Shown(msgspec.Struct, frozen=True):
    """One delivery as its reader sees it."""

    kind: str
    channel: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


class Browser(msgspec.Struct, frozen=True):
    """A browser that asked to be told."""

    id: str
    endpoint: str
    p256dh: str
    auth: str
    device: str
    created_at: datetime


class Tally(msgspec.Struct, frozen=True):
    """How many deliveries of a channel are in a state, the oldest of them, and the last refusal among them."""

    channel: str
    state: str
    count: int
    oldest: datetime
    last_error: str


class NoticePost:
    """The tables notice_choice, push_subscription and notice_delivery."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choices(self, readers: Sequence[str]) -> dict[str, Choice]:
        """Return what readers chose; who chose nothing is left out."""
        rows = await self._rows(
            "SELECT who, choices, rhythm, quiet_from, quiet_until FROM notice_choice WHERE who = ANY(%s)",
            (list(readers),),
        )
        return {
            row[0]: Choice(channels=row[1], rhythm=row[2], quiet_from=row[3], quiet_until=row[4])
            for row in rows
        }

    async def save_choice(self, who: str, choice: Choice, at: datetime) -> None:
        """Keep what a reader chose."""
        await self._rows(
            "INSERT INTO notice_choice (who, choices, rhythm, quiet_from, quiet_until, changed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (who) DO UPDATE SET choices = excluded.choices,"
            " rhythm = excluded.rhythm, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,"
            " changed_at = excluded.changed_at",
            (who, Jsonb(choice.channels), choice.rhythm, choice.quiet_from, choice.quiet_until, at),
        )

    async def plan(self, deliveries: Sequence[Planned]) -> None:
        """Write deliveries; those of a notice, reader and channel that are there already are left as they are."""
        if deliveries:
            columns = [list(column) for column in zip(*map(msgspec.structs.astuple, deliveries), strict=True)]
            await self._rows(
                "INSERT INTO notice_delivery (notice_id, who, kind, channel, due_at) SELECT * FROM"
                " unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])"
                " ON CONFLICT (notice_id, who, channel) DO NOTHING",
                tuple(columns),
            )

    async def take(self, channel: str, at: datetime, people: int, rows: int) -> list[Taken]:
        """Take what is due, with all that waits for the same readers, for LEASE; nobody else takes it meanwhile."""
        values = {"channel": channel, "now": at, "people": people, "rows": rows, "lease": at + LEASE}
        return [Taken(*row) for row in await self._rows(_CLAIM, values)]

    async def still_waited_for(self, ids: Sequence[int]) -> set[int]:
        """Return those of the deliveries whose notice or message its reader has not read yet."""
        async with self._database.connection(_PLATFORM) as connection:
            rows = await (await connection.execute(_STILL_WAITED_FOR, (list(ids),))).fetchall()
        return {row[0] for row in rows}

    async def end(self, ids: Sequence[int], state: str, at: datetime, error: str = "") -> None:
        """Note that deliveries are over: sent, given up, or needless."""
        await self._rows(
            "UPDATE notice_delivery SET state = %s, ended_at = %s, last_error = left(%s, %s) WHERE id = ANY(%s)",
            (state, at, error, ERROR_LENGTH, list(ids)),
        )

    async def postpone(self, ids: Sequence[int], due_at: datetime, error: str) -> None:
        """Note that deliveries were refused for now, and when to try again."""
        await self._rows(
            "UPDATE notice_delivery SET due_at = %s, last_error = left(%s, %s) WHERE id = ANY(%s)",
            (due_at, error, ERROR_LENGTH, list(ids)),
        )

    async def of(self, who: str, count: int) -> list[Shown]:
        """Return a reader's last deliveries, newest first."""
        rows = await self._rows(
            "SELECT kind, channel, state, attempts, last_error, created_at, due_at, ended_at FROM notice_delivery"
            " WHERE who = %s ORDER BY id DESC LIMIT %s",
            (who, count),
        )
        return [Shown(*row) for row in rows]

    async def tally(self) -> list[Tally]:
        """Return how deliveries stand, channel by channel; nothing of whose they are."""
        rows = await self._rows(
            "SELECT channel, state, count(*)::int, min(created_at),"
            " coalesce((array_agg(last_error ORDER BY id DESC) FILTER (WHERE last_error <> ''))[1], '')"
            " FROM notice_delivery GROUP BY channel, state ORDER BY channel, state",
            (),
        )
        return [Tally(*row) for row in rows]

    async def tidy(self, at: datetime) -> int:
        """Forget deliveries that ended long ago, and return how many."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "DELETE FROM notice_delivery WHERE state <> 'waiting' AND ended_at < %s", (at - KEPT,)
            )
        return cursor.rowcount

    async def mailboxes(self, readers: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the name and e-mail address of readers who have one and whose account is open."""
        rows = await self._rows(
            "SELECT DISTINCT ON (a.who) a.who, i.name, i.email FROM account a JOIN identity i ON i.id = a.identity_id"
            " WHERE a.who = ANY(%s) AND a.closed_at IS NULL AND i.disabled_at IS NULL AND i.email IS NOT NULL"
            " ORDER BY a.who, a.created_at",
            (list(readers),),
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    async def browsers(self, who: str) -> list[Browser]:
        """Return the browsers a reader registered."""
        rows = await self._rows(
            "SELECT id, endpoint, p256dh, auth, device, created_at FROM push_subscription WHERE who = %s"
            " ORDER BY created_at LIMIT %s",
            (who, DEVICES_MAX),
        )
        return [Browser(*row) for row in rows]

    async def readers_with_browsers(self, readers: Sequence[str]) -> set[str]:
        """Return those of the readers who registered a browser."""
        rows = await self._rows(
            "SELECT DISTINCT who FROM push_subscription WHERE who = ANY(%s)", (list(readers),)
        )
        return {row[0] for row in rows}

    async def register(self, who: str, endpoint: str, p256dh: str, auth: str, device: str) -> None:
        """Register a browser; one that somebody else registered before is now this reader's."""
        await self._rows(
            "INSERT INTO push_subscription (id, who, endpoint, p256dh, auth, device) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (endpoint) DO UPDATE SET who = excluded.who, p256dh = excluded.p256dh,"
            " auth = excluded.auth, device = excluded.device",
            (new_id(), who, endpoint, p256dh, auth, device),
        )

    async def forget_browser(self, who: str, id_: str) -> None:
        """Forget a browser of a reader."""
        await self._rows("DELETE FROM push_subscription WHERE who = %s AND id = %s", (who, id_))

    async def _rows(self, text: str, values: Any) -> list[tuple[Any, ...]]:
        async with self._database.connection() as connection:
            cursor = await connection.execute(text.encode(), values)
            return await cursor.fetchall() if cursor.description is not None else []
