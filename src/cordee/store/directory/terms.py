"""The words an entry is found by, and a search for them, as PostgreSQL's text search reads both."""

from collections.abc import Iterable, Sequence

from cordee.fhir.normalized import normalize
from cordee.store.arrays import array

PREFIX_LENGTH_MIN = (
    3  # letters; a shorter word is looked for as it is: its prefixes are half of the directory
)
WORDS_MAX = 8  # of one search
WORD_LENGTH_MAX = 40  # letters
_LINKING = frozenset("a au aux d de des du en et l la le les pour un une sur dans chez".split())


def facet(name: str, value: str) -> str:
    """Return the term of a facet: no word can be one, for words are letters and digits."""
    return f"={name}:{value}"


def departement_facet(commune: str) -> str:
    """Return the term of the département of a commune's INSEE code: what a search near somewhere starts from."""
    return facet("dep", commune[:3] if commune.startswith("97") else commune[:2])


def words_of(*texts: str) -> set[str]:
    """Return the normalized words of some texts."""
    return {word[:WORD_LENGTH_MAX] for text in texts if text for word in normalize(text).split()}


def asked_words(text: str) -> list[str]:
    """Return the words of a search, in order, without linking words unless there are no others."""
    words = [word[:WORD_LENGTH_MAX] for word in dict.fromkeys(normalize(text).split())][:WORDS_MAX]
    return [word for word in words if word not in _LINKING] or words


def terms_query(alternatives: Iterable[Sequence[str]], facets: Iterable[Sequence[str]]) -> str:
    """Return a `tsquery`: one of each group of words, as a beginning when it is long enough, and one of each facet."""
    parts = [
        _either(_quoted(word, is_prefix=len(word) >= PREFIX_LENGTH_MIN) for word in group)
        for group in alternatives
    ]
    parts += [_either(_quoted(term) for term in group) for group in facets]
    return " & ".join(parts)


def vector(terms: Iterable[str]) -> str:
    """Return the terms as an array literal, to be made a `tsvector`."""
    return array(sorted(terms))


def _either(terms: Iterable[str]) -> str:
    return f"({' | '.join(terms)})"


def _quoted(term: str, *, is_prefix: bool = False) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'{':*' if is_prefix else ''}"
