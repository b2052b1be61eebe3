"""The words of the directory: those a typed one begins, and those it may be a slip of."""

from collections.abc import Sequence

from cordee.store.arrays import array
from cordee.store.database import Connection
from cordee.store.directory.slips import nearest
from cordee.store.positional import fetch

KNOWN_MAX = 12  # words; a text that begins more of them is looked for as a beginning
_BEGUN = """SELECT w.word, a.word FROM unnest(%(words)s::text::text[]) w (word) CROSS JOIN LATERAL (
    SELECT d.word FROM directory_word d
    WHERE d.word >= w.word COLLATE "C" AND d.word < (w.word || chr(1114111)) COLLATE "C"
    ORDER BY d.word LIMIT %(most)s::int) a"""
_ALIKE = """SELECT w.word, a.word FROM unnest(%(words)s::text::text[]) w (word) CROSS JOIN LATERAL (
    SELECT d.word FROM directory_word d WHERE d.word OPERATOR(%) w.word
    ORDER BY similarity(d.word, w.word) DESC, d.word LIMIT 40) a"""
_LOOSE = "SET LOCAL pg_trgm.similarity_threshold = 0.25"  # two letters exchanged in a short name

Known = dict[str, list[str]]


async def begun(connection: Connection, words: Sequence[str]) -> Known:
    """Return the words of the directory that begin as each of these does, at most one more than `KNOWN_MAX`."""
    if not words:
        return {}
    rows = await fetch(connection, _BEGUN, {"words": array(list(words)), "most": KNOWN_MAX + 1})
    return _by_word(words, rows)


async def alike(connection: Connection, words: Sequence[str]) -> Known:
    """Return the words of the directory each of these may be a slip of, the closest first."""
    async with connection.transaction():
        await connection.execute(_LOOSE)
        rows = await fetch(connection, _ALIKE, {"words": array(list(words))})
    return {word: nearest(word, found) for word, found in _by_word(words, rows).items()}


def _by_word(words: Sequence[str], rows: Sequence[tuple[str, str]]) -> Known:
    known: Known = {word: [] for word in words}
    for word, found in rows:
        known[word].append(found)
    return known
