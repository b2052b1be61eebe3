"""The orientations sent to a structure, for its staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.kernel.errors import InvalidRequestError
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.page_key import KEY_MAX, key_in
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.stored import Stored
from cordee.store.tracing import Tracer

PAGE_SIZE = 25


class ReceivedPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of Tasks, newest first."""

    rows: tuple[Stored, ...]
    cursor: str | None = None


class Received:
    """Reads what was sent; traced record by record, as any list."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def page(self, asker: Asker, states: Sequence[str], cursor: str | None = None) -> ReceivedPage:
        """Return one page of the Tasks in these states. Cost: one statement."""
        rows = await self._rows(asker, states, cursor, PAGE_SIZE + 1)
        page = rows[:PAGE_SIZE]
        lines = [("Task", "", 1) for _ in page] or [("Task", "", 0)]
        await self._tracer.write_all(asker, "list", lines[:1])
        following = f"{page[-1][7].isoformat()}~{page[-1][8]}" if len(rows) > PAGE_SIZE else None
        found = tuple(
            Stored(
                type=r[0], id=r[1], version=r[2], updated_at=r[3], updated_by=r[4], content=r[5], deleted=r[6],
                happened_at=r[7],
            )
            for r in page
        )  # fmt: skip
        return ReceivedPage(rows=found, cursor=following)

    async def _rows(
        self, asker: Asker, states: Sequence[str], cursor: str | None, limit: int
    ) -> list[tuple[Any, ...]]:
        before_at, before_key = _position(cursor)
        values = predicate_values(asker, now()) | {
            "states": list(states), "before_at": before_at, "before_key": before_key, "limit": limit,
        }  # fmt: skip
        text = statement("received").replace("{visible}", visible(asker, "Task"))
        async with self._database.connection(asker) as connection:
            return await fetch(connection, text, values)


def _position(cursor: str | None) -> tuple[datetime, int]:
    moment, _, key = (cursor or f"9999-12-31T00:00:00+00:00~{KEY_MAX}").partition("~")
    try:
        return datetime.fromisoformat(moment), key_in(key)
    except ValueError as error:
        raise InvalidRequestError(
            "Ce lien de page n’est pas valide.", "This page cursor is not valid."
        ) from error
