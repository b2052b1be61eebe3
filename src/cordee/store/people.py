"""Accounts and bearer tokens. Secrets enter as digests: the store never sees one."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database

ACCOUNT_COLUMNS = """a.id, a.login, a.name, a.kind, a.role, a.role_label, a.who, a.keys, a.organization,
    a.organization_name, a.is_demo, a.identity_id"""
_OPEN = (
    "a.closed_at IS NULL"
    " AND NOT EXISTS (SELECT FROM identity i WHERE i.id = a.identity_id AND i.disabled_at IS NOT NULL)"
)


class AccountRow(msgspec.Struct, frozen=True):
    """One role somebody may act in; `identity_id` is None for a program and in a demonstration."""

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
    identity_id: str | None = None


class People:
    """The tables account and bearer_token. A closed account is found by nobody, and nobody acts in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, account: AccountRow) -> None:
        """Store an account, replacing the one of the same login, which is open again when it was closed.

        One that is another identity's is left as it is.
        """
        await self._run(
            "INSERT INTO account (id, login, name, kind, role, role_label, who, keys, organization, organization_name,"
            " is_demo, identity_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (login) DO UPDATE SET"
            " name = excluded.name, kind = excluded.kind, role = excluded.role, role_label = excluded.role_label,"
            " who = excluded.who, keys = excluded.keys, organization = excluded.organization,"
            " organization_name = excluded.organization_name, is_demo = excluded.is_demo,"
            " identity_id = excluded.identity_id, closed_at = NULL"
            " WHERE account.identity_id IS NULL OR account.identity_id = excluded.identity_id",
            msgspec.structs.astuple(account),
        )

    async def demo_accounts(self) -> list[AccountRow]:
        """Return the accounts of the demonstration, in the order they were made."""
        return await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.is_demo AND {_OPEN} ORDER BY a.created_at, a.id",
            (),
        )

    async def by_ids(self, ids: list[str]) -> list[AccountRow]:
        """Return those of the accounts that exist and are open."""
        return await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.id = ANY(%s) AND {_OPEN}", (ids,)
        )

    async def signing_as(self, references: list[str]) -> list[AccountRow]:
        """Return the accounts of these references, open or closed."""
        return await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.who = ANY(%s)", (references,)
        )

    async def at_organization(self, organization: str, limit: int) -> list[AccountRow]:
        """Return the open professional accounts of a structure, at most `limit`, in the order they were made."""
        return await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.organization = %s AND a.kind = 'professional'"
            f" AND {_OPEN} ORDER BY a.created_at, a.id LIMIT %s",
            (organization, limit),
        )

    async def by_login(self, login: str) -> AccountRow | None:
        """Return the open account of a login, or None."""
        found = await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.login = %s AND {_OPEN}", (login,)
        )
        return found[0] if found else None

    async def holder(self, login: str) -> tuple[str | None, bool] | None:
        """Return whose an account is, open or closed, and whether it is closed; None when there is none."""
        async with self._database.connection() as connection:
            cursor = await connection.execute(
                "SELECT identity_id, closed_at IS NOT NULL FROM account WHERE login = %s", (login,)
            )
            row = await cursor.fetchone()
        return (row[0], row[1]) if row else None

    async def of_identity(self, identity_id: str) -> list[AccountRow]:
        """Return the open accounts of an identity, in the order they were made."""
        return await self._accounts(
            f"SELECT {ACCOUNT_COLUMNS} FROM account a WHERE a.identity_id = %s AND {_OPEN} ORDER BY a.created_at, a.id",
            (identity_id,),
        )

    async def close_accounts(self, identity_id: str, account_ids: list[str], at: datetime) -> None:
        """Close accounts of an identity from an instant: their tokens go, and no session acts in them any more."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE account SET closed_at = %s WHERE identity_id = %s AND id = ANY(%s) AND closed_at IS NULL",
                (at, identity_id, account_ids),
            )
            await connection.execute(
                "DELETE FROM bearer_token t USING account a WHERE t.account_id = a.id AND a.identity_id = %s"
                " AND a.id = ANY(%s)",
                (identity_id, account_ids),
            )

    async def save_token(self, digest: bytes, account_id: str, label: str, expires_at: datetime) -> None:
        """Store a bearer token."""
        await self._run(
            "INSERT INTO bearer_token (digest, account_id, label, expires_at) VALUES (%s, %s, %s, %s)",
            (digest, account_id, label, expires_at),
        )

    async def _accounts(self, text: str, values: tuple[Any, ...]) -> list[AccountRow]:
        async with self._database.connection() as connection:
            rows = await (await connection.execute(text, values)).fetchall()
        return [AccountRow(*row) for row in rows]

    async def _run(self, text: str, values: tuple[Any, ...]) -> None:
        async with self._database.connection() as connection:
            await connection.execute(text, values)
