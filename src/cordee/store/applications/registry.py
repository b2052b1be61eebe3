"""The table application: programs that may act for somebody signed in, or for a structure."""

from datetime import datetime
from typing import Any

import msgspec

from cordee.store.database import Database

_COLUMNS = """id, name, kind, organization, redirect_uris, launch_url, scopes, reads, writes, jwks, jwks_url,
    secret_digest, account_id"""


class ApplicationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One registered application. `kind` is public, confidential or system; `scopes` the most it may ask for.

    `reads` and `writes` are masks of store.categories no token of it ever passes; a system acts as `account_id`.
    """

    id: str
    name: str
    kind: str
    organization: str
    redirect_uris: list[str]
    launch_url: str
    scopes: str
    reads: int
    writes: int
    jwks: str
    jwks_url: str
    secret_digest: bytes | None
    account_id: str | None


class Applications:
    """Registers, finds and retires applications. One that was retired is nobody, and its tokens open nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, application: ApplicationRow) -> None:
        """Store a new application."""
        values = msgspec.structs.asdict(application)
        names = ", ".join(values)
        places = ", ".join(f"%({name})s" for name in values)
        await self._run(f"INSERT INTO application ({names}) VALUES ({places})", values)

    async def find(self, id_: str) -> ApplicationRow | None:
        """Return a registered application, or None."""
        found = await self._rows("WHERE id = %(id)s AND disabled_at IS NULL", {"id": id_})
        return found[0] if found else None

    async def all(self) -> list[ApplicationRow]:
        """Return every registered application, by name."""
        return await self._rows("WHERE disabled_at IS NULL ORDER BY name, id", {})

    async def launchable(self) -> list[ApplicationRow]:
        """Return the applications our pages can open, by name."""
        return await self._rows("WHERE disabled_at IS NULL AND launch_url <> '' ORDER BY name, id", {})

    async def set_keys(self, id_: str, *, jwks: str, jwks_url: str, secret_digest: bytes | None) -> bool:
        """Replace what an application proves itself with; return False when there is no such application."""
        values = {"id": id_, "jwks": jwks, "jwks_url": jwks_url, "secret": secret_digest}
        return await self._run(
            "UPDATE application SET jwks = %(jwks)s, jwks_url = %(jwks_url)s, secret_digest = %(secret)s"
            " WHERE id = %(id)s AND disabled_at IS NULL",
            values,
        )

    async def retire(self, id_: str, at: datetime) -> bool:
        """Retire an application, end everything it was given and close its account; return False when there is none."""
        async with self._database.transaction() as connection:
            done = await connection.execute(
                "UPDATE application SET disabled_at = %s WHERE id = %s AND disabled_at IS NULL", (at, id_)
            )
            await connection.execute(
                "UPDATE application_grant SET revoked_at = %s WHERE application_id = %s AND revoked_at IS NULL",
                (at, id_),
            )
            await connection.execute(
                "UPDATE account a SET closed_at = %s FROM application p"
                " WHERE p.id = %s AND a.id = p.account_id AND a.closed_at IS NULL",
                (at, id_),
            )
        return bool(done.rowcount)

    async def _rows(self, condition: str, values: dict[str, Any]) -> list[ApplicationRow]:
        async with self._database.connection() as connection:
            rows = await (
                await connection.execute(f"SELECT {_COLUMNS} FROM application {condition}", values)
            ).fetchall()
        return [
            ApplicationRow(**dict(zip(ApplicationRow.__struct_fields__, row, strict=True))) for row in rows
        ]

    async def _run(self, text: str, values: dict[str, Any]) -> bool:
        async with self._database.connection() as connection:
            return bool((await connection.execute(text, values)).rowcount)
