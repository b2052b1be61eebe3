"""`_text` and `_content`: every word, in any form French gives it, in the narrative or anywhere in the resource."""

from cordee.fhir.normalized import normalize
from cordee.fhir.search.query import FullText
from cordee.store.search.bound import Bound
from cordee.store.search.rows import Rows

WORDS_CHARS_MAX = 1000


def words(criterion: FullText, bound: Bound) -> Rows:
    """Return the rows that hold all the words; articles and the like do not count, and alone match nothing."""
    column = "narrative" if criterion.narrative_only else "content"
    text = bound.add(normalize(criterion.text)[:WORDS_CHARS_MAX], "text")
    return Rows("index_text", f"i.{column} @@ plainto_tsquery('french', {text})")
