"""The tables of `cordee fhir stats`."""

from rich.filesize import decimal
from rich.table import Table

from cordee.cli.console import data
from cordee.store import Storage


def show_storage(storage: Storage) -> None:
    """Print tables, indexes and types, largest first."""
    tables = _table("Table", "lignes (estim.)", "table", "index", "lignes mortes")
    for one in storage.tables:
        tables.add_row(
            one.name,
            str(one.row_count),
            decimal(one.table_bytes),
            decimal(one.index_bytes),
            f"{one.dead_share:.0%}",
        )
    indexes = _table("Index", "table", "taille")
    for index in storage.indexes:
        indexes.add_row(index.name, index.table, decimal(index.index_bytes))
    types = _table("Type", "ressources", "supprimées", "versions gardées", "contenu")
    for kind in storage.types:
        types.add_row(
            kind.name,
            str(kind.resources),
            str(kind.deleted),
            str(kind.versions),
            decimal(kind.content_bytes),
        )
    for table in (types, tables, indexes):
        data.print(table)


def _table(first: str, *others: str) -> Table:
    table = Table(first)
    for name in others:
        table.add_column(name, justify="right")
    return table
