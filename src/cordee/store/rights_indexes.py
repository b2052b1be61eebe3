"""The indexes of rights held against the resources they are derived from, and written anew; safe while others write."""

from collections import Counter
from collections.abc import AsyncIterator, Callable

import msgspec

from cordee.store.checking.finding import CHECKER
from cordee.store.checking.rights import (
    CIRCLE,
    FILE,
    LETTER,
    RIGHTS_TYPES,
    RULE,
    SENT,
    Granting,
    Right,
    expected,
    held,
    write,
)
from cordee.store.database import Connection, Database

BATCH_RESOURCES = 500
LEFT_MAX = 10_000  # rows of no resource told one by one

Progress = Callable[[int, int], None]

_GIVING = (
    "type = ANY(%s) AND (type <> 'Binary' OR patient_id IS NULL)"  # a content of a record gives no right
)
_COUNT = f"SELECT count(*) FROM resource WHERE {_GIVING}"
_KEYS = f"SELECT key FROM resource WHERE key > %s AND {_GIVING} ORDER BY key LIMIT %s"
_LOCKED = """
    SELECT key, type, id, content, deleted, patient_id, updated_at FROM resource WHERE key = ANY(%s)
    ORDER BY type, id FOR """
_LEFT = {
    CIRCLE: "SELECT i.member, i.patient_id FROM circle i WHERE i.origin <> 'emergency' AND {orphan} LIMIT %s",
    RULE: "SELECT i.recipient, i.patient_id FROM consent_rule i WHERE {orphan} LIMIT %s",
    SENT: "SELECT i.recipient, i.patient_id FROM sent_part i WHERE {orphan} LIMIT %s",
    LETTER: "SELECT i.who, coalesce(i.patient_id, '') FROM addressee i WHERE {orphan} LIMIT %s",
    FILE: "SELECT i.letter_key::text, '' FROM letter_file i WHERE {orphan} LIMIT %s",
}
_ORPHAN = "NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = i.source_key AND r.type = ANY(%s))"
_DROP = {
    CIRCLE: f"DELETE FROM circle i WHERE i.origin <> 'emergency' AND {_ORPHAN}",
    RULE: f"DELETE FROM consent_rule i WHERE {_ORPHAN}",
    SENT: f"DELETE FROM sent_part i WHERE {_ORPHAN}",
    LETTER: f"DELETE FROM addressee i WHERE {_ORPHAN}",
    FILE: f"DELETE FROM letter_file i WHERE {_ORPHAN}",
}


class Difference(msgspec.Struct, frozen=True):
    """A row that is missing, or one too many: ids only. `source` is empty when there is no such resource."""

    is_missing: bool
    table: str
    source: str
    patient_id: str
    named: str


async def verify(database: Database, on_progress: Progress) -> AsyncIterator[Difference]:
    """Yield what differs between the indexes of rights and the resources they are derived from.

    The resources of a batch are held still meanwhile, so that nobody's write in between looks like a difference.
    """
    async for keys in _batches(database, on_progress):
        async with database.transaction(CHECKER) as connection:
            sources = await _locked(connection, keys, "SHARE")
            are = await held(connection, keys)
            should = await expected(connection, sources)
        for one in sources:
            for difference in _differences(one, are[one.key], should[one.key]):
                yield difference
    async with database.connection(CHECKER) as connection:
        for table, text in _LEFT.items():
            found = await connection.execute(text.format(orphan=_ORPHAN).encode(), (RIGHTS_TYPES, LEFT_MAX))
            for named, patient_id in await found.fetchall():
                yield Difference(is_missing=False, table=table, source="", patient_id=patient_id, named=named)


async def rebuild(database: Database, on_progress: Progress) -> int:
    """Write these tables anew where they differ, and return the number of rows that did.

    Resources are locked a batch at a time, in the order every writer locks them: whoever writes waits a moment, and two
    rebuilds at once do no harm.
    """
    changed = 0
    async for keys in _batches(database, on_progress):
        async with database.transaction(CHECKER) as connection:
            sources = await _locked(connection, keys, "NO KEY UPDATE")
            are = await held(connection, keys)
            should = await expected(connection, sources)
            differ = [key for key in keys if are[key] != should[key]]
            if differ:
                await write(connection, should, differ)
                changed += sum(
                    ((are[key] - should[key]) + (should[key] - are[key])).total() for key in differ
                )
    async with database.connection(CHECKER) as connection:
        for text in _DROP.values():
            changed += (await connection.execute(text.encode(), (RIGHTS_TYPES,))).rowcount
    return changed


async def _batches(database: Database, on_progress: Progress) -> AsyncIterator[list[int]]:
    """Yield the keys of every resource that may give a right, deleted ones too."""
    position, done = 0, 0
    async with database.connection(CHECKER) as connection:
        row = await (await connection.execute(_COUNT, (RIGHTS_TYPES,))).fetchone()
    total = int(row[0]) if row is not None else 0
    while True:
        async with database.connection(CHECKER) as connection:
            found = await connection.execute(_KEYS, (position, RIGHTS_TYPES, BATCH_RESOURCES))
            keys = [row[0] for row in await found.fetchall()]
        if keys:
            yield keys
            position, done = keys[-1], done + len(keys)
            on_progress(min(done, total), total)
        if len(keys) < BATCH_RESOURCES:
            return


async def _locked(connection: Connection, keys: list[int], how: str) -> list[Granting]:
    rows = await (await connection.execute(f"{_LOCKED}{how}".encode(), (keys,))).fetchall()
    return [Granting(*row) for row in rows]


def _differences(one: Granting, are: Counter[Right], should: Counter[Right]) -> list[Difference]:
    found = [(right, True) for right in (should - are).elements()]
    found += [(right, False) for right in (are - should).elements()]
    return [
        Difference(
            is_missing=is_missing,
            table=table,
            source=f"{one.type}/{one.id}",
            patient_id=(values[1] if len(values) > 1 else None) or "",
            named=str(values[0]),
        )
        for (table, values), is_missing in found
    ]
