"""Accounts, sessions and bearer tokens. Secrets enter as digests: the store never sees one."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database

_COLUMNS = """a.id, a.login, a.name, a.kind, a.role, a.role_label, a.who, a.keys, a.organization,
    a.organization_name, a.is_demo"""


class AccountRow(msgspec.Struct, frozen=True):
    """One person who may sign in."""

    id: str
    login: str
    name: str
    kind: str
    role: str
    role_label: str
    who: str
    keys: list[str]
    organization: str
    organization_name: str
    is_demo: bool


class People:
    """The tables account, session and bearer_token."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, account: AccountRow) -> None:
        """Store an account, replacing the one of the same login."""
        await self._run(
            "INSERT INTO account (id, login, name, kind, role, role_label, who, keys, organization, organization_name,"
            " is_demo) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (login) DO UPDATE SET"
            " name = excluded.name, kind = excluded.kind, role = excluded.role, role_label = excluded.role_label,"
            " who = excluded.who, keys = excluded.keys, organization = excluded.organization,"
            " organization_name = excluded.organization_name, is_demo = excluded.is_demo",
            msgspec.structs.astuple(account),
        )

    async def demo_accounts(self) -> list[AccountRow]:
        """Return the accounts of the demonstration, in the order they were made."""
        return await self._accounts(
            f"SELECT {_COLUMNS} FROM account a WHERE a.is_demo ORDER BY a.created_at, a.id", ()
        )

    async def by_ids(self, ids: list[str]) -> list[AccountRow]:
        """Return those of the accounts that exist."""
        return await self._accounts(f"SELECT {_COLUMNS} FROM account a WHERE a.id = ANY(%s)", (ids,))

    async def by_login(self, login: str) -> AccountRow | None:
        """Return the account of a login, or None."""
        found = await self._accounts(f"SELECT {_COLUMNS} FROM account a WHERE a.login = %s", (login,))
        return found[0] if found else None

    async def open_session(
        self, digest: bytes, account_id: str, device: str, at: datetime, expires_at: datetime
    ) -> None:
        """Store a session."""
        await self._run(
            "INSERT INTO session (digest, account_id, device, created_at, seen_at, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (digest, account_id, device, at, at, expires_at),
        )

    async def of_session(self, digest: bytes, now: datetime, idle_since: datetime) -> AccountRow | None:
        """Return whose session it is, when it is neither expired nor idle since before the instant given."""
        found = await self._accounts(
            f"SELECT {_COLUMNS} FROM session s JOIN account a ON a.id = s.account_id"
            " WHERE s.digest = %s AND s.expires_at > %s AND s.seen_at > %s",
            (digest, now, idle_since),
        )
        return found[0] if found else None

    async def touch_session(self, digest: bytes, now: datetime) -> None:
        """Note that a session was used."""
        await self._run("UPDATE session SET seen_at = %s WHERE digest = %s", (now, digest))

    async def close_session(self, digest: bytes) -> None:
        """Forget a session."""
        await self._run("DELETE FROM session WHERE digest = %s", (digest,))

    async def save_token(self, digest: bytes, account_id: str, label: str, expires_at: datetime) -> None:
        """Store a bearer token."""
        await self._run(
            "INSERT INTO bearer_token (digest, account_id, label, expires_at) VALUES (%s, %s, %s, %s)",
            (digest, account_id, label, expires_at),
        )

    async def of_token(self, digest: bytes, now: datetime) -> AccountRow | None:
        """Return whose token it is, when it has not expired."""
        found = await self._accounts(
            f"SELECT {_COLUMNS} FROM bearer_token t JOIN account a ON a.id = t.account_id"
            " WHERE t.digest = %s AND t.expires_at > %s",
            (digest, now),
        )
        return found[0] if found else None

    async def _accounts(self, text: str, values: tuple[Any, ...]) -> list[AccountRow]:
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text, values)).fetchall()
        return [AccountRow(*row) for row in rows]

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text, values)
