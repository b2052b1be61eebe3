"""Bulk loading: many new resources by COPY, with everything derived from them, a chunk a transaction.

The rows are those of any other write (`flush`, `rows`); only the way into the tables is another. What exists already is
left to the caller, who stores it the ordinary way.
"""

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg

from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.contents import Contents
from cordee.store.copying import Row, copy_rows
from cordee.store.database import Connection, Database
from cordee.store.directory.settling import settle
from cordee.store.flush import Flush
from cordee.store.keys import KeyBlock
from cordee.store.orientations.settling import settle_sent
from cordee.store.statements import statement
from cordee.store.unit import Unit

LOAD_TIMEOUT_MS = 300_000  # of one chunk

# COPY does not go into a table with row-level security.
_RESOURCES = """INSERT INTO resource (key, type, id, version, deleted, patient_id, category, hidden_from,
        happened_at, content, updated_at, updated_by)
    SELECT * FROM unnest(%s::text::bigint[], %s::text::text[], %s::text::text[], %s::text::int[], %s::text::bool[],
        %s::text::text[], %s::text::int[], %s::text::int[], %s::text::timestamptz[], %s::text::json[],
        %s::text::timestamptz[], %s::text::text[])"""
_CONTENTS = """INSERT INTO content (key, version, patient_id, address, sha256, bytes)
    SELECT * FROM unnest(%s::text::bigint[], %s::text::int[], %s::text::text[], %s::text::text[], %s::text::text[],
        %s::text::bigint[])"""
_COPIED: dict[str, LiteralString] = {
    "token": "index_token (key, param, system, code, part)",
    "reference": "index_reference (key, param, target_type, target_id, part)",
    "date": "index_date (key, param, starts_at, ends_at, part)",
    "string": "index_string (key, param, normalized, exact, part, is_shared)",
    "number": "index_number (key, param, low, high, part)",
    "quantity": (
        "index_quantity (key, param, low, high, system, code, base_low, base_high, base_code, part)"
    ),
    "position": "index_position (key, param, latitude, longitude)",
    "task": "index_task (key, holder, requester, is_open, due_on, ended_at)",
    "circle": "circle (source_key, member, patient_id, categories, writes, starts_at, ends_at, origin, needs_consent)",
    "letter": "addressee (source_key, who, patient_id, is_notice, is_unread, is_sender, thread, sent_at, is_in)",
    "rule": (
        "consent_rule (source_key, patient_id, recipient, permits, categories, resource, starts_at, ends_at)"
    ),
}
_TEXTS = """INSERT INTO index_text (key, narrative, content)
    SELECT t.key, strip(to_tsvector('french', t.narrative)), strip(to_tsvector('french', t.content))
    FROM unnest(%s::text::bigint[], %s::text::text[], %s::text::text[]) AS t (key, narrative, content)"""
_AWAITED = """UPDATE consent_rule k SET resource_key = r.key FROM resource r
    WHERE r.key = ANY(%s) AND k.resource_key = 0 AND k.resource = r.type || '/' || r.id"""
_NOTICED = """INSERT INTO subscription_event (resource_key, type, id, version)
    SELECT r.key, r.type, r.id, r.version FROM resource r WHERE r.key = ANY(%s) AND EXISTS (
        SELECT 1 FROM subscription w WHERE w.type = r.type AND w.status IN ('requested', 'active'))"""


class BulkLoading:
    """Loads chunks. What a killed process left half done was never there; a rerun finds the chunks that were."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._contents = contents
        self._database = database
        self._keys = KeyBlock()

    async def load(self, asker: Asker, resources: Sequence[Any]) -> list[int]:
        """Store those of the resources that do not exist, all or none, and return the places of the others.

        No two may be the same resource. When somebody else creates one of them meanwhile, nothing is stored and all are
        returned. The commit does not wait for the disk: the caller ends with one that does, before it tells anybody.
        Cost: about as many COPY statements as there are index tables, whatever the number of resources.
        """
        try:
            async with self._database.transaction(asker) as connection:
                await connection.execute("SET LOCAL synchronous_commit = off")
                await connection.execute(f"SET LOCAL statement_timeout = {LOAD_TIMEOUT_MS}")
                existing = await _existing(connection, resources)
                unit = Unit(None, asker)
                left: list[int] = []
                for place, one in enumerate(resources):
                    if (one.resourceType, one.id) in existing:
                        left.append(place)
                    else:
                        unit.create(one)
                if unit.staged:
                    await self._contents.keep(unit.staged, asker, connection)
                    flush = Flush(connection, unit, {})
                    await flush.stage(self._keys)
                    await _copy(connection, flush)
                    await settle(connection, flush.rows.stored())
                    await settle_sent(connection, asker, flush.sent)
        except psycopg.errors.UniqueViolation:
            return list(range(len(resources)))
        return left


async def _existing(connection: Connection, resources: Sequence[Any]) -> set[tuple[str, str]]:
    text = """SELECT r.type, r.id FROM resource r
        JOIN unnest(%s::text::text[], %s::text::text[]) AS w (type, id) ON r.type = w.type AND r.id = w.id"""
    values = (array([one.resourceType for one in resources]), array([one.id for one in resources]))
    return {(row[0], row[1]) for row in await (await connection.execute(text, values)).fetchall()}


async def _copy(connection: Connection, flush: Flush) -> None:
    flush.rows.close()
    tables = flush.rows.tables
    resources = [(*row[:10], *row[12:14]) for row in tables["resource"]]
    await connection.execute(_RESOURCES, _columns(resources))
    for kind, target in _COPIED.items():
        if tables[kind]:
            await copy_rows(connection, target, tables[kind])
    if tables["text"]:
        await connection.execute(_TEXTS, _columns(tables["text"]))
    if tables["content"]:
        await connection.execute(_CONTENTS, _columns(tables["content"]))
    await _bind(connection, tables)
    lines = [(*row[:5], "done", *row[5:]) for row in tables["trace"]]
    await connection.execute(statement("trace").encode(), _columns(lines))
    await connection.execute(_NOTICED, ([row[0] for row in tables["resource"]],))


async def _bind(connection: Connection, tables: dict[str, list[Row]]) -> None:
    """Bind the rules loaded to the resources they name, and those that waited for one of the resources loaded."""
    if tables["rule"]:
        await connection.execute(
            statement("bind_rules").encode(), {"keys": [row[0] for row in tables["rule"]]}
        )
    await connection.execute(_AWAITED, ([row[0] for row in tables["resource"]],))


def _columns(rows: Sequence[Row]) -> list[str]:
    return [array(column) for column in zip(*rows, strict=True)]
