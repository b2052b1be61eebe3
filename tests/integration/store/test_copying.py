"""Rows given to COPY are the rows in the table, whatever their texts."""

from datetime import UTC, datetime
from typing import Any

from cordee.store import Database
from cordee.store.copying import as_csv, copy_block

TEXTS = (
    "plain", "", "null", "\\N", "\\.", 'a "quoted" word', "back\\slash\\n", "tab\tline\nreturn\r", "a,b],[c]\n[d",
    "bell\x07 delete\x7f", "é𝄞", "{\"a\":\"\\n\"}",
)  # fmt: skip
MOMENT = datetime(2026, 3, 1, 8, 30, 0, 120000, tzinfo=UTC)


async def test_texts_come_back_as_they_were(database: Database) -> None:
    rows: list[tuple[Any, ...]] = [(n, text, None, True, MOMENT) for n, text in enumerate(TEXTS)]
    async with database.transaction() as connection:
        await connection.execute(
            "CREATE TEMPORARY TABLE one (n int, said text, absent text, is_so boolean, at timestamptz) ON COMMIT DROP"
        )
        await copy_block(connection, "one (n, said, absent, is_so, at)", as_csv(rows))
        found = await (await connection.execute("SELECT * FROM one ORDER BY n")).fetchall()
        assert found == rows
