"""Random searches agree with a naive reading of the same index values."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.store import Asker, Repository
from tests.integration.store.search import oracle
from tests.integration.store.search.asking import query_of

_DATES = st.sampled_from(
    ["1942", "1942-03", "1942-03-12", "1950-06-01", "2026-01", "2026-01-11", "2026-01-12T00:00:00Z"]
)
_PREFIXES = st.sampled_from(["", "ne", "gt", "lt", "ge", "le", "sa", "eb"])
_DATED = st.tuples(_PREFIXES, _DATES).map("".join)
_NUMBERED = st.tuples(_PREFIXES, st.sampled_from(["62", "62.1", "62.10", "62100", "130"])).map("".join)
_CODES = st.sampled_from(
    ["29463-7", "8867-4", "http://loinc.org|29463-7", "http://loinc.org|", "|29463-7", "none", "85354-9"]
)
_TEXTS = st.sampled_from(["lam", "LAMBERT", "dub", "u", "jeanne elie", "Élie", "Lambert", "paul"])


def _several(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3).map(lambda chosen: f"{name}={','.join(chosen)}")


def _missing(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{name}:missing=true", f"{name}:missing=false"])


_OBSERVATION = st.one_of(
    _several("code", _CODES), _several("code:not", _CODES), _several("date", _DATED),
    _several("value-quantity", _NUMBERED), _missing("value-quantity"), _missing("component-code"),
)  # fmt: skip
_PATIENT = st.one_of(
    _several("family", _TEXTS), _several("given", _TEXTS), _several("family:exact", _TEXTS),
    _several("name:contains", _TEXTS), _several("birthdate", _DATED), _missing("active"), _missing("identifier"),
)  # fmt: skip


def _searches(type_name: str, criteria: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(criteria, min_size=1, max_size=4).map(lambda chosen: f"{type_name}?{'&'.join(chosen)}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=st.one_of(_searches("Observation", _OBSERVATION), _searches("Patient", _PATIENT)))
async def test_random_searches_agree(world: Repository, member: Asker, url: str) -> None:
    query = query_of(url)
    expected = oracle.matching(query)
    assert {row.id for row in (await world.search(member, query)).rows} == expected
