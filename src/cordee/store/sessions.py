"""The table session: who is signed in, from which device, in which role. Tokens enter as digests only."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database
from cordee.store.people import ACCOUNT_COLUMNS, AccountRow

_COLUMNS = """s.id, s.identity_id, s.account_id, s.method, s.device, s.created_at, s.seen_at, s.verified_at,
    s.expires_at, s.logout_hint"""
_ALIVE = "s.expires_at > %s AND s.seen_at > %s"


class SessionRow(msgspec.Struct, frozen=True):
    """One session. `identity_id` is None in a demonstration, `account_id` while the role is to be chosen.

    `method` is demo, psc, franceconnect, password or passkey; `verified_at` when they last proved who they are.
    """

    id: str
    identity_id: str | None
    account_id: str | None
    method: str
    device: str
    created_at: datetime
    seen_at: datetime
    verified_at: datetime
    expires_at: datetime
    logout_hint: str = ""


class SessionTable:
    """Opens, finds, turns over and closes sessions; every process hears of a closing at its commit (0016)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, digest: bytes, session: SessionRow) -> None:
        """Store a session."""
        await self._run(
            "INSERT INTO session (digest, id, identity_id, account_id, method, device, created_at, seen_at,"
            " verified_at, expires_at, logout_hint) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (digest, *msgspec.structs.astuple(session)),
        )

    async def find(
        self, digest: bytes, now: datetime, idle_since: datetime
    ) -> tuple[SessionRow, AccountRow | None] | None:
        """Return a living session and the account it acts in.

        When it has expired, is idle since before the instant given, or belongs to an identity that was disabled,
        returns None. When its role is to be chosen, or its account was closed, the account is None.
        """
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                f"SELECT {_COLUMNS}, {ACCOUNT_COLUMNS} FROM session s"
                " LEFT JOIN account a ON a.id = s.account_id AND a.closed_at IS NULL"
                " LEFT JOIN identity i ON i.id = s.identity_id"
                f" WHERE s.digest = %s AND {_ALIVE} AND i.disabled_at IS NULL",
                (digest, now, idle_since),
            )
            row = await cursor.fetchone()
        if row is None:
            return None
        width = len(SessionRow.__struct_fields__)
        account = AccountRow(*row[width:]) if row[width] is not None else None
        return SessionRow(*row[:width]), account

    async def of_identity(self, identity_id: str, now: datetime, idle_since: datetime) -> list[SessionRow]:
        """Return the living sessions of an identity, the last used first."""
        return await self._rows(
            f"WHERE s.identity_id = %s AND {_ALIVE} ORDER BY s.seen_at DESC, s.id",
            (identity_id, now, idle_since),
        )

    async def role_of(self, session_id: str) -> str | None:
        """Return the account a session acts in, None while it is to be chosen or when there is no such session."""
        async with self._database.connection() as connection:
            cursor = await connection.execute("SELECT account_id FROM session WHERE id = %s", (session_id,))
            row = await cursor.fetchone()
        return row[0] if row else None

    async def touch(self, digest: bytes, now: datetime) -> None:
        """Note that a session was used."""
        await self._run("UPDATE session SET seen_at = %s WHERE digest = %s", (now, digest))

    async def turn_over(
        self, digest: bytes, new_digest: bytes, *, account_id: str | None, verified_at: datetime, method: str
    ) -> bool:
        """Give a session another token, role and proof; return False when the old token opens nothing any more."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "UPDATE session SET digest = %s, account_id = %s, verified_at = %s, method = %s WHERE digest = %s",
                (new_digest, account_id, verified_at, method, digest),
            )
        return cursor.rowcount == 1

    async def close(self, digest: bytes) -> None:
        """Forget a session."""
        await self._run("DELETE FROM session WHERE digest = %s", (digest,))

    async def close_one(self, identity_id: str, session_id: str) -> bool:
        """Forget one session of an identity; return False when it has no such session."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "DELETE FROM session WHERE identity_id = %s AND id = %s", (identity_id, session_id)
            )
        return cursor.rowcount == 1

    async def close_all(self, identity_id: str, but: str = "") -> int:
        """Forget every session of an identity, but one when it is named; return how many."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "DELETE FROM session WHERE identity_id = %s AND id <> %s", (identity_id, but)
            )
        return cursor.rowcount

    async def forget_dead(self, now: datetime, idle_since: datetime) -> int:
        """Forget the sessions that have expired or are idle; return how many."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "DELETE FROM session WHERE expires_at <= %s OR seen_at <= %s", (now, idle_since)
            )
        return cursor.rowcount

    async def _rows(self, rest: str, values: tuple[Any, ...]) -> list[SessionRow]:
        async with self._database.connection() as connection:
            rows = await (
                await connection.execute(f"SELECT {_COLUMNS} FROM session s {rest}", values)
            ).fetchall()
        return [SessionRow(*row) for row in rows]

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text, values)
