"""How much room the record takes: by table and index, by type, and how much of it is waste."""

import msgspec

from cordee.store.asker import system_asker
from cordee.store.database import Database

_TABLES = """
    SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid),
           coalesce(s.n_dead_tup, 0), coalesce(s.n_live_tup, 0)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY pg_total_relation_size(c.oid) DESC"""
_INDEXES = """
    SELECT i.relname, t.relname, pg_relation_size(i.oid) FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE n.nspname = current_schema() ORDER BY pg_relation_size(i.oid) DESC"""
_TYPES = """
    SELECT r.type, count(*) FILTER (WHERE NOT r.deleted), count(*) FILTER (WHERE r.deleted),
           sum(r.version - 1)::bigint, sum(pg_column_size(r.content))::bigint
    FROM resource r GROUP BY r.type ORDER BY sum(pg_column_size(r.content)) DESC"""


class TableSize(msgspec.Struct, frozen=True):
    """One table: estimated rows, bytes of the table and of its indexes, and the share of rows that are dead."""

    name: str
    row_count: int
    table_bytes: int
    index_bytes: int
    dead_share: float


class IndexSize(msgspec.Struct, frozen=True):
    """One index and its bytes."""

    name: str
    table: str
    index_bytes: int


class TypeSize(msgspec.Struct, frozen=True):
    """One resource type: how many there are, were deleted, how many old versions, and the bytes of current contents."""

    name: str
    resources: int
    deleted: int
    versions: int
    content_bytes: int


class Storage(msgspec.Struct, frozen=True):
    """The whole, largest first."""

    tables: list[TableSize]
    indexes: list[IndexSize]
    types: list[TypeSize]


async def storage_of(database: Database) -> Storage:
    """Return what everything takes. Cost: counts resources by reading their rows, not their contents."""
    async with database.connection(system_asker("storage")) as connection:
        tables = await (await connection.execute(_TABLES)).fetchall()
        indexes = await (await connection.execute(_INDEXES)).fetchall()
        types = await (await connection.execute(_TYPES)).fetchall()
    return Storage(
        [TableSize(row[0], row[1], row[2], row[3], row[4] / max(row[4] + row[5], 1)) for row in tables],
        [IndexSize(*row) for row in indexes],
        [TypeSize(*row) for row in types],
    )
