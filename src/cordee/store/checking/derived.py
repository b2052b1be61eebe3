"""What is derived from each resource: its columns, its index rows, and the rights it gives."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import Any

from cordee.fhir import decode
from cordee.fhir.json_value import read_json
from cordee.store.arrays import as_arrays
from cordee.store.checking.finding import CHECKER, Finding, What
from cordee.store.checking.mending import mend
from cordee.store.checking.rights import CIRCLE, FILE, LETTER, RULE, SENT, Granting, Right, expected, held
from cordee.store.columns import columns_of
from cordee.store.database import Connection, Database
from cordee.store.index_rows import INDEX_COLUMNS, index_rows
from cordee.store.positional import fetch
from cordee.store.statements import statement

BATCH_RESOURCES = 200
_RESOURCES = """
    SELECT key, type, id, content, deleted, patient_id, category, hidden_from, happened_at, updated_at FROM resource
    WHERE key > %s ORDER BY key LIMIT %s"""
_WHAT: dict[str, What] = {
    CIRCLE: "circle", RULE: "consent", LETTER: "letters", FILE: "letters", SENT: "circle",
}  # fmt: skip

Row = tuple[Any, ...]


async def derived(database: Database, *, repair: bool) -> AsyncIterator[Finding]:
    """Yield what differs from what the resources say; with `repair`, it is written anew from them."""
    position = 0
    while True:
        async with database.connection(CHECKER) as connection:
            rows = await (await connection.execute(_RESOURCES, (position, BATCH_RESOURCES))).fetchall()
            found = await _differing(connection, rows)
        if repair and found:
            await mend(database, sorted({row[0] for row, _ in found}))
        for row, finding in found:
            yield Finding(finding.what, row[1], row[2], finding.detail, is_mended=repair)
        if len(rows) < BATCH_RESOURCES:
            return
        position = rows[-1][0]


async def _differing(connection: Connection, rows: list[Row]) -> list[tuple[Row, Finding]]:
    by_key = {row[0]: row for row in rows}
    found = [(by_key[key], _of(by_key[key], "index", table)) for key, table in await _index(connection, rows)]
    found += [(row, _of(row, "columns", names)) for row in rows if (names := _columns(row))]
    for key, table in await _rights(connection, rows):
        found.append((by_key[key], _of(by_key[key], _WHAT[table], table)))
    return found


def _of(row: Row, what: What, detail: str) -> Finding:
    return Finding(what, row[1], row[2], detail)


async def _index(connection: Connection, rows: list[Row]) -> list[tuple[int, str]]:
    tables: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, type_name, _, content, deleted, patient_id, *_ in rows:
        if not deleted:
            for kind, made in index_rows(key, type_name, read_json(content), patient_id).items():
                tables[kind] += made
    values = as_arrays(tables, INDEX_COLUMNS) | {"keys": [row[0] for row in rows]}
    found = await fetch(connection, statement("differing_index_rows"), values)
    return [(row[0], row[1]) for row in found]


def _columns(row: Row) -> str:
    """Return the names of the columns that differ; a tombstone keeps those of the version before it."""
    _, type_name, _, content, deleted, patient_id, category, hidden_from, happened_at, updated_at = row
    if deleted:
        return ""
    expected = columns_of(decode(content, type_name), type_name)
    differ = {
        "patient_id": expected.patient_id != patient_id,
        "category": expected.category != category,
        "hidden_from": expected.hidden_from != hidden_from,
        "happened_at": (expected.happened_at or updated_at) != happened_at,
    }
    return ", ".join(name for name, is_other in differ.items() if is_other)


async def _rights(connection: Connection, rows: list[Row]) -> list[tuple[int, str]]:
    """Return the sources whose rights differ, each with the table where they do."""
    sources = [Granting(*(*row[:6], row[9])) for row in rows]
    are = await held(connection, [one.key for one in sources])
    should = await expected(connection, sources)
    return [
        (one.key, table)
        for one in sources
        for table in sorted({table for table, _ in _differ(are[one.key], should[one.key])})
    ]


def _differ(one: Counter[Right], other: Counter[Right]) -> Counter[Right]:
    return (one - other) + (other - one)
