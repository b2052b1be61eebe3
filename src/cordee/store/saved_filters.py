"""Filters of work lists kept by name, an account's own."""

from datetime import datetime

import msgspec

from cordee.store.database import Database

FILTERS_MAX = 20  # of one account on one list: more is a list of its own


class SavedFilter(msgspec.Struct, frozen=True):
    """One filter: which, on what list, how it is called, the query of its address."""

    id: str
    list: str
    name: str
    criteria: str


class SavedFilters:
    """The table saved_filter, as one account sees it."""

    def __init__(self, database: Database, account_id: str) -> None:
        self._database = database
        self._account_id = account_id

    async def of(self, list_: str) -> list[SavedFilter]:
        """Return the account's filters of a list, oldest first. Cost: one statement by key."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "SELECT id, list, name, criteria FROM saved_filter WHERE account_id = %s AND list = %s"
                " ORDER BY saved_at LIMIT %s",
                (self._account_id, list_, FILTERS_MAX),
            )
            return [SavedFilter(*row) for row in await rows.fetchall()]

    async def keep(self, one: SavedFilter, at: datetime) -> bool:
        """Keep a filter and return True; False when there are FILTERS_MAX already. The same id keeps it once."""
        async with self._database.connection() as connection:
            done = await connection.execute(
                "INSERT INTO saved_filter (id, account_id, list, name, criteria, saved_at)"
                " SELECT %s, %s, %s, %s, %s, %s WHERE (SELECT count(*) FROM saved_filter"
                " WHERE account_id = %s AND list = %s AND id <> %s) < %s"
                " ON CONFLICT (id) DO UPDATE SET name = excluded.name"
                " WHERE saved_filter.account_id = excluded.account_id",
                (one.id, self._account_id, one.list, one.name, one.criteria, at, self._account_id, one.list, one.id,
                 FILTERS_MAX),
            )  # fmt: skip
            return bool(done.rowcount)

    async def take(self, id_: str) -> SavedFilter | None:
        """Remove a filter of the account and return what it was, None when it has no such filter."""
        async with self._database.connection() as connection:
            rows = await connection.execute(
                "DELETE FROM saved_filter WHERE account_id = %s AND id = %s RETURNING id, list, name, criteria",
                (self._account_id, id_),
            )
            row = await rows.fetchone()
            return SavedFilter(*row) if row else None
