"""Any resource of any type comes back as it went in, to the digit, and its second writing is its first."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.fhir import RESOURCE_TYPES, decode, encode, type_name
from cordee.fhir.json_value import read_json
from cordee.fhir.search import extract
from tests.conformance.fhir.round_trip import read_digits
from tests.unit.fhir.any_resource import any_resource

_written = msgspec.json.Encoder(decimal_format="number").encode


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, derandomize=True, database=None)
def test_a_resource_comes_back_as_it_went_in(resource_type: str, seed: int) -> None:
    sent = _written(any_resource(resource_type, seed))

    resource = decode(sent)
    once = encode(resource)

    assert type_name(resource) == resource_type
    assert read_digits(once) == read_digits(sent)
    assert encode(decode(once)) == once
    extract(resource_type, read_json(once))
