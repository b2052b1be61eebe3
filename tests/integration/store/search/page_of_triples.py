"""Writes `docs/search-sql.md` from the table of triples: `python -m tests.integration.store.search.page_of_triples`."""

from pathlib import Path

from tests.integration.store.search.triples import TABLE

PAGE = Path(__file__).resolve().parents[4] / "docs" / "search-sql.md"
_HEAD = """# Searches in SQL

What each kind of search becomes. This page is written from `tests/integration/store/search/triples.py`, whose every
line is run: the statement must hold the piece shown (`p` stands for a value), and give the resources named to somebody
who stands in the circles of jeanne and paul, not in that of hidden. The world searched is
`tests/integration/store/search/world.py`; how a statement is put together is told in
[ADR 0015](adr/0015-search-in-narrow-tables.md).
"""


def written() -> str:
    """Return the page."""
    parts = [_HEAD]
    for title, triples in TABLE.items():
        parts.append(f"\n## {title}\n\n| search | in its statement | gives |\n|---|---|---|\n")
        parts += [
            f"| `{_cell(one.url)}` | `{_cell(one.sql)}` | {one.ids or 'nothing'} |\n" for one in triples
        ]
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(written())
