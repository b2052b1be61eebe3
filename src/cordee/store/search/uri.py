"""Uri parameters: the whole address, or, with `:below`, whatever lies under it. Their rows are tokens without system.

Source: https://hl7.org/fhir/R4/search.html#uri
"""

from cordee.fhir.search.query import FilterValue
from cordee.store.indexable import indexable
from cordee.store.search.bound import Bound
from cordee.store.search.rows import Rows, any_of, of_parameter


def uris(numbers: tuple[int, ...], modifier: str | None, values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows that hold any of the addresses."""
    tests = [f"i.code = {bound.texts([indexable(value.value) for value in values])}"]
    if modifier == "below":
        for value in values:
            under = value.value.rstrip("/") + "/"
            after = under[:-1] + "0"  # the character after the slash
            tests.append(f"(i.code >= {bound.add(under, 'text')} AND i.code < {bound.add(after, 'text')})")
    return Rows("index_token", f"{of_parameter(numbers)} AND {any_of(tests)}")
