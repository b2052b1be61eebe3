"""The table invitation: links sent by e-mail, each good once."""

from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from cordee.store.database import Database
from cordee.store.jobs import Job, defer

_COLUMNS = """id, purpose, email, name, identity_id, account, made_by, made_by_name, organization, made_at, expires_at,
    sent_at, used_at, cancelled_at"""
_OPEN = "used_at IS NULL AND cancelled_at IS NULL"


class InvitationRow(msgspec.Struct, frozen=True):
    """One invitation; the secret of its link is kept as a digest and never read back."""

    id: str
    purpose: str
    email: str
    name: str
    identity_id: str | None
    account: dict[str, Any] | None
    made_by: str
    made_by_name: str
    organization: str
    made_at: datetime
    expires_at: datetime
    sent_at: datetime | None = None
    used_at: datetime | None = None
    cancelled_at: datetime | None = None


class Invitations:
    """The invitations of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: InvitationRow, job: Job | None) -> None:
        """Store an invitation and the job that sends it: both or neither.

        Those still open to the same mailbox for the same purpose and account are cancelled: one link works at a time.
        """
        values = list(msgspec.structs.astuple(row))
        values[5] = None if row.account is None else Jsonb(row.account)
        async with self._database.transaction() as connection:
            await connection.execute(
                f"UPDATE invitation SET cancelled_at = %s WHERE {_OPEN} AND email = %s AND purpose = %s"
                " AND account->>'who' IS NOT DISTINCT FROM %s",
                (row.made_at, row.email, row.purpose, (row.account or {}).get("who")),
            )
            await connection.execute(
                f"INSERT INTO invitation ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                values,
            )
            await defer(connection, [job] if job else [])

    async def renew(self, id_: str, expires_at: datetime, job: Job) -> bool:
        """Put off when an open invitation expires, and send it again: both or neither; False when it is not open."""
        async with self._database.transaction() as connection:
            done = await connection.execute(
                f"UPDATE invitation SET expires_at = %s, sent_at = NULL WHERE id = %s AND {_OPEN}",
                (expires_at, id_),
            )
            if done.rowcount:
                await defer(connection, [job])
        return done.rowcount == 1

    async def put_link(self, id_: str, digest: bytes, now: datetime) -> InvitationRow | None:
        """Give an open invitation a new link, the only one that works from now on; None when it is not open."""
        return await self._one(
            f"UPDATE invitation SET digest = %s WHERE id = %s AND {_OPEN} AND expires_at > %s RETURNING {_COLUMNS}",
            (digest, id_, now),
        )

    async def note_sent(self, id_: str, at: datetime) -> None:
        """Note that the e-mail left."""
        async with self._database.connection() as connection:
            await connection.execute("UPDATE invitation SET sent_at = %s WHERE id = %s", (at, id_))

    async def of_link(self, digest: bytes, now: datetime) -> InvitationRow | None:
        """Return the invitation of a link that works, or None."""
        return await self._one(
            f"SELECT {_COLUMNS} FROM invitation WHERE digest = %s AND {_OPEN} AND expires_at > %s",
            (digest, now),
        )

    async def find(self, id_: str) -> InvitationRow | None:
        """Return an invitation whatever has become of it, or None."""
        return await self._one(f"SELECT {_COLUMNS} FROM invitation WHERE id = %s", (id_,))

    async def use(self, id_: str, identity_id: str, now: datetime) -> bool:
        """Use an invitation up; False when it is no longer open: of two who ask, one gets it."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                f"UPDATE invitation SET used_at = %s, identity_id = %s WHERE id = %s AND {_OPEN} AND expires_at > %s",
                (now, identity_id, id_, now),
            )
        return done.rowcount == 1

    async def cancel(self, id_: str, now: datetime) -> bool:
        """Cancel an open invitation; False when it is not open."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                f"UPDATE invitation SET cancelled_at = %s WHERE id = %s AND {_OPEN}", (now, id_)
            )
        return done.rowcount == 1

    async def pending(self, organization: str | None, *, count: int) -> list[InvitationRow]:
        """Return those that are open or have expired unused, newest first: of one structure, or all for None."""
        async with self._database.connection() as connection:
            rows = await (
                await connection.execute(
                    f"SELECT {_COLUMNS} FROM invitation WHERE {_OPEN} AND purpose <> 'forgotten'"
                    " AND (%s::text IS NULL OR organization = %s) ORDER BY made_at DESC, id DESC LIMIT %s",
                    (organization, organization, count),
                )
            ).fetchall()
        return [InvitationRow(*row) for row in rows]

    async def _one(self, text: str, values: tuple[Any, ...]) -> InvitationRow | None:
        async with self._database.connection() as connection:
            row = await (await connection.execute(text, values)).fetchone()
        return InvitationRow(*row) if row else None
