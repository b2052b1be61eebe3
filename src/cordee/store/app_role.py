"""The role every connection of the application acts as: it owns nothing, and sees only what the second wall shows.

Migrations, and only they, act as the account they sign in with. See ADR 0019.
"""

import msgspec
import psycopg
from psycopg.rows import class_row

from cordee.store.errors import RoleMissingError

ROLE = "cordee_app"
TIMEOUT_S = 10
AS_ROLE = f"-c role={ROLE}"
"""The connection option: the role is the session's own, so that even RESET ROLE comes back to it."""

_LOGIN = """
SELECT current_user AS name,
       CASE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %(role)s) THEN pg_has_role(%(role)s, %(how)s)
            ELSE false END AS may_act,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
       EXISTS (SELECT 1 FROM pg_roles WHERE rolbypassrls AND pg_has_role(oid, %(how)s)) AS bypasses,
       EXISTS (SELECT 1 FROM pg_class WHERE relname = ANY(%(guarded)s) AND relnamespace = current_schema()::regnamespace
               AND pg_has_role(relowner, %(how)s)) AS is_owner"""
_GUARDED = ["resource", "version", "trace"]
_ROLES_ARE_SET = 160000  # the first PostgreSQL that tells being a member from being allowed to act


class Login(msgspec.Struct, frozen=True):
    """The account a database address signs in with, and how it could get round the wall, did it not act as the role.

    `may_act`: it may act as the role at all, which every server and worker needs.
    """

    name: str
    may_act: bool
    is_superuser: bool
    bypasses: bool
    is_owner: bool

    @property
    def can_get_round(self) -> bool:
        """Return whether anything but its own restraint keeps it behind the wall."""
        return self.is_superuser or self.bypasses or self.is_owner


async def login_of(url: str) -> Login:
    """Return what the account of a database address may do; raises what psycopg raises when it does not answer."""
    async with await psycopg.AsyncConnection.connect(
        url, autocommit=True, connect_timeout=TIMEOUT_S
    ) as connection:
        how = "SET" if connection.info.server_version >= _ROLES_ARE_SET else "MEMBER"
        cursor = connection.cursor(row_factory=class_row(Login))
        await cursor.execute(_LOGIN, {"role": ROLE, "how": how, "guarded": _GUARDED})
        row = await cursor.fetchone()
    assert row is not None
    return row


async def ensure_may_act(url: str) -> None:
    """Return when the account of an address may act as the role; raises RoleMissingError."""
    login = await login_of(url)
    if not login.may_act:
        raise RoleMissingError(ROLE, login.name)
