"""Extraction never fails, whatever the JSON."""

import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.fhir.search import extract
from cordee.fhir.search.extract import ROWS_MAX

_NAMES = st.sampled_from(
    "code coding system value valueQuantity subject reference identifier type name given family effectivePeriod "
    "start end component telecom contained extension url meta tag text div position address unit data origin".split()
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=15,
)


@given(st.sampled_from(["Observation", "Patient", "Location", "Bundle", "Questionnaire"]), _JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_has_values_or_none(type_: str, content: Any) -> None:
    body = content if isinstance(content, dict) else {"code": content, "identifier": content, "name": content}

    extract(type_, {**body, "resourceType": type_})


def test_huge_arrays_are_bounded_in_rows_and_time() -> None:
    identifiers = [{"system": "s", "value": str(index)} for index in range(100_000)]
    started = time.perf_counter()

    found = extract("Patient", {"resourceType": "Patient", "identifier": identifiers})

    assert len(found.tokens) == ROWS_MAX
    assert time.perf_counter() - started < 5


def test_a_storm_of_units_is_bounded_in_time() -> None:
    values = [
        {"valueQuantity": {"value": 1, "system": "http://unitsofmeasure.org", "code": f"m{power}"}}
        for power in range(2, 5_000)
    ]
    started = time.perf_counter()

    found = extract("Observation", {"resourceType": "Observation", "component": values})

    assert len(found.quantities) == len(values)
    assert time.perf_counter() - started < 10
