"""The terms an entry is found by, and a search for them, as PostgreSQL's text search reads both.

A term is a word, or one of these, none of which a word can be, for words are letters and digits: `=kind:offer` a facet,
`^mar` the beginning of a word, `~martin` a word of the name.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from cordee.fhir.normalized import normalize
from cordee.store.arrays import array

BEGINNING_LENGTH_MAX = (
    3  # letters; such beginnings are terms: each is of very many words, too many to gather one by one
)
WORDS_MAX = 8  # of one search
WORD_LENGTH_MAX = 40  # letters
TEXTS_KEPT = (
    16_384  # texts and words whose terms are remembered: towns, professions and first names come again
)
_BEGINS = ":*"
_LINKING = frozenset("a au aux d de des du en et l la le les pour un une sur dans chez".split())


def facet(name: str, value: str) -> str:
    """Return the term of a facet."""
    return f"={name}:{value}"


def commune_facet(commune: str) -> str:
    """Return the term of a commune, by its INSEE code."""
    return facet("in", commune)


def departement_facet(commune: str) -> str:
    """Return the term of the département of a commune's INSEE code: what a search near somewhere starts from."""
    return facet("dep", commune[:3] if commune.startswith("97") else commune[:2])


def beginning_term(letters: str) -> str:
    """Return the term of a short beginning of words."""
    return f"^{letters}"


def name_term(word: str) -> str:
    """Return the term of a word that is of the name."""
    return f"~{word}"


def beginnings_of(words: Iterable[str]) -> set[str]:
    """Return the terms of the beginnings of words, up to a length."""
    return set().union(*map(_beginnings, words))


def words_of(*texts: str) -> set[str]:
    """Return the normalized words of some texts."""
    return set().union(*map(_words, texts))


def asked_words(text: str) -> list[str]:
    """Return the words of a search, in order, without linking words unless there are no others."""
    words = [word[:WORD_LENGTH_MAX] for word in dict.fromkeys(normalize(text).split())][:WORDS_MAX]
    return [word for word in words if word not in _LINKING] or words


def exactly(term: str) -> str:
    """Return the `tsquery` of a term, and of no longer one."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def begun_by(word: str, known: Sequence[str], known_max: int) -> list[str]:
    """Return what finds the words a text begins: each of them when they are few, else all that begin so.

    `known` are words of the directory that begin so; when there are more than `known_max`, not all of them.
    """
    if len(known) <= known_max:
        return [exactly(one) for one in known]
    is_term = len(word) <= BEGINNING_LENGTH_MAX
    return [exactly(beginning_term(word)) if is_term else f"{exactly(word)}{_BEGINS}"]


def is_exact(query: str) -> bool:
    """Tell whether a query of one term looks for it alone, not for all that begin so."""
    return not query.endswith(_BEGINS)


def any_of(queries: Sequence[str]) -> str:
    """Return what one of the queries finds."""
    return f"({' | '.join(queries)})"


def all_of(queries: Sequence[str]) -> str:
    """Return what all of the queries find."""
    return " & ".join(queries)


def vector(terms: Iterable[str]) -> str:
    """Return the terms as an array literal, to be made a `tsvector`, which sorts them."""
    return array(list(terms))


@lru_cache(maxsize=TEXTS_KEPT)
def _words(text: str) -> frozenset[str]:
    return frozenset(word[:WORD_LENGTH_MAX] for word in normalize(text).split())


@lru_cache(maxsize=TEXTS_KEPT)
def _beginnings(word: str) -> frozenset[str]:
    return frozenset(beginning_term(word[:length]) for length in range(1, BEGINNING_LENGTH_MAX + 1))
