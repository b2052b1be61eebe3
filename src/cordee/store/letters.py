"""What is written to an asker: their notices, their conversations, how far they have read. See ADR 0036."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.owned import ADDRESSED_TYPE
from cordee.store.page_key import KEY_MAX, key_in
from cordee.store.predicate import predicate_values, visible
from cordee.store.reading import stored
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

LOOKED_AT = 300  # rows of the index read for one page of conversations
UNREAD_MAX = 99
WAITING_LOOKED_AT = 200  # newest messages looked at for the count in the navigation

_END = datetime(9999, 12, 31, tzinfo=UTC)
_OF_ME = """SELECT w.* FROM unnest(%(keys)s::text[]) y (who)
    CROSS JOIN LATERAL (
        SELECT a.thread, a.source_key, a.sent_at, a.patient_id FROM addressee a
        WHERE a.who = y.who AND NOT a.is_notice AND (a.sent_at, a.source_key) < (%(before_at)s, %(before_key)s)
        ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(looked)s) w
    ORDER BY w.sent_at DESC, w.source_key DESC LIMIT %(looked)s"""
_OF_RECORD = """SELECT DISTINCT a.sent_at, a.source_key, a.thread, a.patient_id FROM addressee a
    WHERE a.patient_id = %(patient_id)s AND NOT a.is_notice
      AND (a.sent_at, a.source_key) < (%(before_at)s, %(before_key)s)
    ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(looked)s"""


_FOREIGN = """(a.patient_id IS DISTINCT FROM h.patient_id OR (h.patient_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM addressee s JOIN addressee k ON k.thread = a.thread AND k.who = s.who
    WHERE s.source_key = a.source_key AND s.is_sender
      AND (k.source_key = h.key OR (NOT k.is_sender AND k.patient_id IS NULL)) OFFSET 0)))"""
"""That a row `a` names a conversation it is not of, whose first message is `h`: of another record, or of none and from
somebody to whom nothing was written in it."""


class ThreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: its last message, and its first when the asker may see it."""

    thread: str
    sent_at: datetime
    last: Stored
    first: Stored | None
    patient_id: str
    is_muted: bool
    unread: int


class Letters(msgspec.Struct, frozen=True):
    """Some letters, newest first, each with whose record it is of; `cursor` asks for those before."""

    rows: tuple[tuple[Stored, str], ...]
    cursor: str | None


class Threads(msgspec.Struct, frozen=True):
    """Some conversations; a page may hold fewer than it could, and still be followed by another."""

    rows: tuple[ThreadRow, ...]
    cursor: str | None


class LetterBox:
    """Reads of the index `addressee`, and the marks of readers; nothing is shown that the predicate hides."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def threads(self, asker: Asker, patient_id: str | None, cursor: str | None) -> Threads:
        """Return conversations, the last written to first: those that name the asker, or those of one record."""
        at, key = _position(cursor)
        text = statement("threads").replace("{rows}", _OF_ME if patient_id is None else _OF_RECORD)
        text = text.replace("{foreign}", _FOREIGN)
        text = text.replace("{visible_head}", visible(asker, ADDRESSED_TYPE, "h"))
        text = text.replace("{visible}", visible(asker, ADDRESSED_TYPE))
        values = predicate_values(asker, now()) | {
            "patient_id": patient_id, "before_at": at, "before_key": key, "has_before": cursor is not None,
            "looked": LOOKED_AT, "unread_max": UNREAD_MAX,
        }  # fmt: skip
        rows = await self._rows(asker, text, values)
        found = sorted(
            (row for row in rows if row[0] is not None), key=lambda row: (row[1], row[2]), reverse=True
        )
        await self._trace(asker, [row[5] for row in found])
        last = next((row for row in rows if row[0] is None), None)
        return Threads(
            tuple(_thread(row) for row in found), f"{last[1].isoformat()}~{last[2]}" if last else None
        )

    async def thread(self, asker: Asker, thread: str, count: int, cursor: str | None) -> Letters:
        """Return messages of a conversation, newest first."""
        return await self._page(asker, "thread", {"thread": thread}, count, cursor)

    async def notices(self, asker: Asker, count: int, cursor: str | None) -> Letters:
        """Return the notices to the asker, newest first."""
        return await self._page(asker, "notices_of", {}, count, cursor)

    async def waiting(self, asker: Asker) -> tuple[int, int]:
        """Return how many notices and how many conversations wait for the asker, each up to UNREAD_MAX. Not traced."""
        text = statement("letters_waiting").replace("{visible}", visible(asker, ADDRESSED_TYPE))
        values = predicate_values(asker, now()) | {"most": UNREAD_MAX, "looked": WAITING_LOOKED_AT}
        rows = await self._rows(asker, text, values)
        return rows[0][0], min(rows[0][1], UNREAD_MAX)

    async def mark(self, asker: Asker, thread: str, read_until: datetime) -> None:
        """Note that the asker has read a conversation up to an instant; never back."""
        await self._run(
            "INSERT INTO thread_mark (who, thread, read_until) VALUES (%s, %s, %s) ON CONFLICT (who, thread) DO UPDATE"
            " SET read_until = greatest(thread_mark.read_until, excluded.read_until)",
            (asker.who, thread, read_until),
        )

    async def mute(self, asker: Asker, thread: str, *, is_muted: bool) -> None:
        """Note whether the asker wants to hear of a conversation."""
        await self._run(
            "INSERT INTO thread_mark (who, thread, is_muted) VALUES (%s, %s, %s)"
            " ON CONFLICT (who, thread) DO UPDATE SET is_muted = excluded.is_muted",
            (asker.who, thread, is_muted),
        )

    async def marks(self, thread: str) -> dict[str, tuple[datetime | None, bool]]:
        """Return how far each reader has read a conversation (None: not at all), and whether they muted it."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "SELECT who, nullif(read_until, '-infinity'), is_muted FROM thread_mark WHERE thread = %s",
                (thread,),
            )
            return {row[0]: (row[1], row[2]) for row in await cursor.fetchall()}

    async def _page(
        self, asker: Asker, name: str, more: dict[str, Any], count: int, cursor: str | None
    ) -> Letters:
        at, key = _position(cursor)
        text = (
            statement(name)
            .replace("{visible}", visible(asker, ADDRESSED_TYPE))
            .replace("{foreign}", _FOREIGN)
        )
        text = text.replace("{visible_head}", visible(asker, ADDRESSED_TYPE, "h"))
        values = predicate_values(asker, now()) | {"before_at": at, "before_key": key, "limit": count} | more
        rows = await self._rows(asker, text, values)
        await self._trace(asker, [row[7] for row in rows])
        following = f"{rows[-1][8].isoformat()}~{rows[-1][9]}" if len(rows) >= count else None
        return Letters(tuple((stored(row), row[7] or "") for row in rows), following)

    async def _trace(self, asker: Asker, patients: list[str | None]) -> None:
        counts = {one: patients.count(one) for one in dict.fromkeys(patients) if one is not None}
        if counts:
            await self._tracer.write_all(
                asker, "read", [("Communication", one, n) for one, n in counts.items()]
            )

    async def _rows(self, asker: Asker, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self._database.connection(asker) as connection:
            return await (await connection.execute(text.encode(), values)).fetchall()

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text.encode(), values)


def _thread(row: tuple[Any, ...]) -> ThreadRow:
    thread, sent_at, _, id_, content, patient_id, first, is_muted, unread = row
    return ThreadRow(
        thread=thread, sent_at=sent_at, last=_message(id_, sent_at, content),
        first=_message(thread, sent_at, first) if first is not None else None, patient_id=patient_id or "",
        is_muted=is_muted, unread=unread,
    )  # fmt: skip


def _message(id_: str, at: datetime, content: bytes) -> Stored:
    return Stored(
        type=ADDRESSED_TYPE, id=id_, version=0, updated_at=at, updated_by="", content=content, deleted=False
    )


def _position(cursor: str | None) -> tuple[datetime, int]:
    if not cursor:
        return _END, KEY_MAX
    moment, _, key = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment), key_in(key)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error
