"""What a bulk load sends to PostgreSQL: made before its transaction begins, sent when it is the chunk's turn."""

import asyncio
from collections.abc import Sequence
from typing import LiteralString

import msgspec

from cordee.store.arrays import array
from cordee.store.copying import Row, as_csv, copy_block
from cordee.store.database import Connection
from cordee.store.rows import Rows
from cordee.store.statements import statement

# COPY does not go into a table with row-level security.
_RESOURCES = """INSERT INTO resource (key, type, id, version, deleted, patient_id, category, hidden_from,
        happened_at, content, updated_at, updated_by)
    SELECT * FROM unnest(%s::text::bigint[], %s::text::text[], %s::text::text[], %s::text::int[], %s::text::bool[],
        %s::text::text[], %s::text::int[], %s::text::int[], %s::text::timestamptz[], %s::text::json[],
        %s::text::timestamptz[], %s::text::text[])"""
_CONTENTS = """INSERT INTO content (key, version, patient_id, address, sha256, bytes, sender)
    SELECT * FROM unnest(%s::text::bigint[], %s::text::int[], %s::text::text[], %s::text::text[], %s::text::text[],
        %s::text::bigint[], %s::text::text[])"""
_FILES = """INSERT INTO letter_file (source_key, letter_key)
    SELECT f.key, r.key FROM unnest(%s::text::bigint[], %s::text::text[]) AS f (key, letter)
    JOIN resource r ON r.type = 'Communication' AND r.id = f.letter"""
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
# The columns of a row of `rows.Rows` that a load fills: `key` to `content`, `updated_at` and `updated_by`.
_KEY_TO_CONTENT = slice(0, 10)
_UPDATED_AT_AND_BY = slice(12, 14)


class Blocks(msgspec.Struct, frozen=True):
    """The rows of one chunk as texts: a block for each table, columns as arrays where COPY does not go."""

    resources: list[str]
    copied: list[tuple[LiteralString, bytes]]
    texts: list[str]
    contents: list[str]
    files: list[str]
    trace: list[str]
    keys: list[int]
    rules: list[int]


async def made(rows: Rows) -> Blocks:
    """Return the blocks of rows, which take no others afterwards; others' tasks go on between two tables."""
    rows.close()
    tables = rows.tables
    copied: list[tuple[LiteralString, bytes]] = []
    for kind, target in _COPIED.items():
        if tables[kind]:
            copied.append((target, as_csv(tables[kind])))
            await asyncio.sleep(0)
    return Blocks(
        resources=_columns([(*row[_KEY_TO_CONTENT], *row[_UPDATED_AT_AND_BY]) for row in tables["resource"]]),
        copied=copied,
        texts=_columns(tables["text"]),
        contents=_columns(tables["content"]),
        files=_columns(tables["file"]),
        trace=_columns([(*row[:5], "done", *row[5:]) for row in tables["trace"]]),
        keys=[row[0] for row in tables["resource"]],
        rules=[row[0] for row in tables["rule"]],
    )


async def send(connection: Connection, blocks: Blocks) -> None:
    """Write the rows, bind the rules among them, and note what subscriptions are to be told."""
    await connection.execute(_RESOURCES, blocks.resources)
    for target, block in blocks.copied:
        await copy_block(connection, target, block)
    for text, columns in ((_TEXTS, blocks.texts), (_CONTENTS, blocks.contents), (_FILES, blocks.files)):
        if columns:
            await connection.execute(text, columns)
    if blocks.rules:
        await connection.execute(statement("bind_rules").encode(), {"keys": blocks.rules})
    await connection.execute(_AWAITED, (blocks.keys,))
    await connection.execute(statement("trace").encode(), blocks.trace)
    await connection.execute(_NOTICED, (blocks.keys,))


def _columns(rows: Sequence[Row]) -> list[str]:
    return [array(column) for column in zip(*rows, strict=True)]
