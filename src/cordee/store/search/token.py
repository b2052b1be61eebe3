"""Token parameters: a code, a code of a system, or any code of a system; and what their modifiers read instead.

Source: https://hl7.org/fhir/R4/search.html#token
"""

from cordee.fhir.search.query import FilterValue
from cordee.store.indexable import indexable
from cordee.store.search.bound import Bound
from cordee.store.search.rows import Rows, any_of, of_parameter


def tokens(numbers: tuple[int, ...], values: list[FilterValue], bound: Bound) -> Rows:
    """Return the rows that hold any of the values, codes compared exactly."""
    tests = []
    bare = [indexable(value.value) for value in values if value.value and value.system is None]
    if bare:
        tests.append(f"i.code = {bound.texts(bare)}")
    systems: dict[str, list[str]] = {}
    for value in values:
        if value.system is not None:
            systems.setdefault(value.system, []).append(value.value)
    for system, codes in systems.items():
        within = f"i.system = {bound.add(indexable(system), 'text')}"
        if all(codes):
            within = f"(i.code = {bound.texts([indexable(code) for code in codes])} AND {within})"
        tests.append(within)
    return Rows("index_token", f"{of_parameter(numbers)} AND {any_of(tests)}")
