"""The table of rights as it is written: a line of categories, then a line for each class of reader.

Each cell is `-` (nothing), `r` (reads), `w` (adds without reading) or `rw`. Columns and lines may come in any order.
"""

from collections.abc import Iterator

import msgspec

from cordee.store.categories import CODES

CELLS = ("-", "r", "w", "rw")


class Line(msgspec.Struct, frozen=True):
    """One line of a table: how far it stands below the first one, its first word, the words after it."""

    offset: int
    name: str
    words: tuple[str, ...]


class Masks(msgspec.Struct, frozen=True):
    """What one line of a sound table says."""

    reads: int
    writes: int


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a table that say something; empty ones and those that begin with `#` do not."""
    for offset, line in enumerate(text.splitlines()):
        words = line.split()
        if words and not words[0].startswith("#"):
            yield Line(offset, words[0], tuple(words[1:]))


def masks_of(text: str) -> dict[str, Masks]:
    """Return what a sound table lets each class read and write; see `territories.habilitation` for the others."""
    head, *rows = lines_of(text)
    return {row.name: _masks(head.words, row.words) for row in rows}


def _masks(categories: tuple[str, ...], cells: tuple[str, ...]) -> Masks:
    reads = writes = 0
    for category, cell in zip(categories, cells, strict=True):
        bit = CODES[category]
        reads |= bit if "r" in cell else 0
        writes |= bit if "w" in cell else 0
    return Masks(reads, writes)
