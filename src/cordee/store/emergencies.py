"""Records opened in an emergency: a dated membership of its own kind, and the questions that come before.

The membership is a row of the circle, so that every read path follows it and its end; a refusal by the person wins
over it as over any other. See ADR 0026.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.store import categories as cat
from cordee.store.asker import Asker, system_asker
from cordee.store.database import Connection, Database
from cordee.store.errors import TooManyAsksError
from cordee.store.jobs import Job, defer
from cordee.store.trace.noting import Noted, note_on

ORIGIN = "emergency"
QUESTIONS_MAX = 20  # of one asker in QUESTIONS_HOURS: more is a search for who has a record
QUESTIONS_HOURS = 24
QUESTION_MINUTES = 15  # for which what was found may be opened
WRITES = cat.NOTEBOOK | cat.MEASURES | cat.DOCUMENTS | cat.MESSAGES
"""What may be added to a record opened in an emergency: contributions, nothing that decides of rights."""

_FIELDS = "id, who, role, organization, patient_id, reason, words, opened_at, ends_at"
_PLATFORM = system_asker(ORIGIN)


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """One opening: by whom, whose record, why (a code and words), from when until when."""

    id: str
    who: str
    role: str
    organization: str
    patient_id: str
    reason: str
    words: str
    opened_at: datetime
    ends_at: datetime


class Emergencies:
    """The tables emergency and emergency_question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_question(self, id_: str, who: str, patient_id: str | None, at: datetime) -> str | None:
        """Keep what a question found, and return it; an id asked again answers as it did, whatever is asked by it now.

        One that somebody else asked answers None. Raises TooManyAsksError.
        """
        since = at - timedelta(hours=QUESTIONS_HOURS)
        async with self._database.transaction(_PLATFORM) as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (who,))
            await connection.execute(
                "DELETE FROM emergency_question WHERE who = %s AND asked_at < %s", (who, since)
            )
            count = await _value(
                connection, "SELECT count(*) FROM emergency_question WHERE who = %s AND id <> %s", (who, id_)
            )
            if count >= QUESTIONS_MAX:
                raise TooManyAsksError(QUESTIONS_MAX)
            await connection.execute(
                "INSERT INTO emergency_question (id, who, patient_id, asked_at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (id_, who, patient_id, at),
            )
            return await _value(  # type: ignore[no-any-return]
                connection,
                "SELECT max(patient_id) FROM emergency_question WHERE id = %s AND who = %s",
                (id_, who),
            )

    async def found(self, id_: str, who: str, at: datetime) -> str | None:
        """Return whose record the question of that id found, when this asker asked it a short while ago."""
        async with self._database.connection(_PLATFORM) as connection:
            return await _value(  # type: ignore[no-any-return]
                connection,
                "SELECT max(patient_id) FROM emergency_question WHERE id = %s AND who = %s AND asked_at > %s",
                (id_, who, at - timedelta(minutes=QUESTION_MINUTES)),
            )

    async def is_refused(self, asker: Asker, patient_id: str, at: datetime) -> bool:
        """Return whether the person refuses this asker: an emergency would open nothing to them."""
        async with self._database.connection(_PLATFORM) as connection:
            return await _value(  # type: ignore[no-any-return]
                connection,
                "SELECT coalesce(bit_or(categories), 0) & %s <> 0 FROM consent_rule WHERE patient_id = %s"
                " AND NOT permits AND resource_key IS NULL AND recipient = ANY(%s)"
                " AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)",
                (cat.IDENTITY, patient_id, list(asker.recipients), at, at),
            )

    async def open(self, asker: Asker, opened: Emergency, job: Job) -> None:
        """Open a record: its membership, its line of the trace and the job that tells, in one transaction.

        The same id opens once.
        """
        async with self._database.transaction(_PLATFORM) as connection:
            key = await _value(connection, "SELECT nextval('resource_key')", ())
            kept = await connection.execute(
                f"INSERT INTO emergency (key, {_FIELDS}) VALUES (%s, {', '.join(['%s'] * 9)})"
                " ON CONFLICT (id) DO NOTHING",
                (key, *msgspec.structs.astuple(opened)),
            )
            if not kept.rowcount:
                return
            await connection.execute(
                "INSERT INTO circle (member, patient_id, categories, writes, starts_at, ends_at, source_key, origin)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    opened.who,
                    opened.patient_id,
                    cat.ALL,
                    WRITES,
                    opened.opened_at,
                    opened.ends_at,
                    key,
                    ORIGIN,
                ),
            )
            about = Noted(
                type="Patient", id=opened.patient_id, patient_id=opened.patient_id, count=1,
                reason=opened.reason, detail=opened.words,
            )  # fmt: skip
            await note_on(connection, asker, "break-glass", "done", about)
            await defer(connection, [job])

    async def close(self, asker: Asker, patient_id: str, at: datetime) -> None:
        """End this asker's access to a record now; what was not open stays as it is, and leaves no line."""
        async with self._database.transaction(_PLATFORM) as connection:
            ended = await connection.execute(
                "WITH ended AS (UPDATE emergency SET ends_at = %(at)s WHERE who = %(who)s"
                " AND patient_id = %(patient_id)s AND ends_at > %(at)s RETURNING key)"
                " UPDATE circle c SET ends_at = %(at)s FROM ended e WHERE c.source_key = e.key"
                " AND c.origin = 'emergency'",
                {"at": at, "who": asker.who, "patient_id": patient_id},
            )
            if not ended.rowcount:
                return
            about = Noted(type="Patient", id=patient_id, patient_id=patient_id)
            await note_on(connection, asker, "break-glass-end", "done", about)

    async def standing(self, who: str, patient_id: str, at: datetime) -> Emergency | None:
        """Return the opening in force, if there is one."""
        found = await self._rows(
            "who = %s AND patient_id = %s AND ends_at > %s ORDER BY ends_at DESC LIMIT 1",
            (who, patient_id, at),
        )
        return found[0] if found else None

    async def of_record(self, patient_id: str, since: datetime) -> list[Emergency]:
        """Return the openings of a record since an instant, newest first."""
        return await self._rows(
            "patient_id = %s AND ends_at > %s ORDER BY opened_at DESC", (patient_id, since)
        )

    async def of_id(self, id_: str) -> Emergency | None:
        """Return one opening."""
        found = await self._rows("id = %s", (id_,))
        return found[0] if found else None

    async def tell(self, id_: str, told: Sequence[str], at: datetime, job_of: Callable[[str], Job]) -> None:
        """Note that everybody is told, and defer a job for each identity of theirs, and of officers: once."""
        async with self._database.transaction(_PLATFORM) as connection:
            noted = await connection.execute(
                "UPDATE emergency SET told_at = %s WHERE id = %s AND told_at IS NULL", (at, id_)
            )
            if not noted.rowcount:
                return
            rows = await connection.execute(
                "SELECT DISTINCT identity_id FROM account WHERE identity_id IS NOT NULL AND closed_at IS NULL"
                " AND (who = ANY(%s) OR kind = 'officer')",
                (list(told),),
            )
            await defer(connection, [job_of(row[0]) for row in await rows.fetchall()])

    async def _rows(self, where: str, values: tuple[Any, ...]) -> list[Emergency]:
        text = f"SELECT {_FIELDS} FROM emergency WHERE {where}"
        async with self._database.connection(_PLATFORM) as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        names = _FIELDS.split(", ")
        return [Emergency(**dict(zip(names, row, strict=True))) for row in rows]


async def _value(connection: Connection, text: str, values: tuple[Any, ...]) -> Any:
    row = await (await connection.execute(text.encode(), values)).fetchone()
    assert row is not None
    return row[0]
