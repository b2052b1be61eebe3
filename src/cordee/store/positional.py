"""Statements with named values, sent with numbered ones: the translation is kept, psycopg does none of its own.

A statement of some thousand characters costs psycopg more to read, each time, than PostgreSQL to run.
"""

import re
from functools import lru_cache
from typing import Any

from psycopg import AsyncRawCursor

from cordee.store.database import Connection

STATEMENTS_KEPT = 1000
NAMED = re.compile(r"%\((\w+)\)s")


async def fetch(connection: Connection, text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement whose values are named `%(name)s`, and return its rows."""
    numbered, names = translated(text)
    cursor = AsyncRawCursor(connection)
    await cursor.execute(numbered, [values[name] for name in names])
    return await cursor.fetchall() if cursor.description is not None else []


@lru_cache(maxsize=STATEMENTS_KEPT)
def translated(text: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the statement with `$1`, `$2`…, and the names they stand for, in turn."""
    names: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f"${names.setdefault(match[1], len(names) + 1)}"

    return NAMED.sub(numbered, text).encode(), tuple(names)
