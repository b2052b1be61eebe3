"""String parameters: the beginning of a text, the whole of it, or a part; accents, case and punctuation set aside.

Source: https://hl7.org/fhir/R4/search.html#string
"""

from cordee.fhir.normalized import normalize
from cordee.fhir.search.query import FilterValue
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.indexable import indexable, indexable_text
from cordee.store.search.bound import Bound
from cordee.store.search.rows import Rows, any_of, of_parameter

_LAST = "\U0010ffff"  # sorts after every text that begins alike


def strings(
    numbers: tuple[int, ...], modifier: str | None, values: list[FilterValue], type_name: str, bound: Bound
) -> Rows:
    """Return the rows whose text matches any value; a value of punctuation only matches nothing."""
    tests = [_test(modifier, value.value, type_name, bound) for value in values]
    return Rows("index_string", f"{of_parameter(numbers)} AND {any_of(tests)}")


def _test(modifier: str | None, written: str, type_name: str, bound: Bound) -> str:
    text = indexable_text(normalize(written))
    if modifier == "exact":
        exact = bound.add(indexable(written), "text")
        return f"(i.normalized = {bound.add(text, 'text')} AND coalesce(i.exact, i.normalized) = {exact})"
    if not text:
        return "false"
    if modifier == "contains":
        pattern = bound.add(f"%{text}%", "text")  # a normalized text holds no wildcard
        shared = " AND i.is_shared" if type_name in DIRECTORY_TYPES else ""
        return f"(i.normalized LIKE {pattern}{shared})"
    return f"(i.normalized >= {bound.add(text, 'text')} AND i.normalized < {bound.add(text + _LAST, 'text')})"
