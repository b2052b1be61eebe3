"""Whatever comes in, decoding answers with a resource or an InvalidResourceError, never with anything else."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cordee.fhir import RESOURCE_TYPES, decode
from cordee.fhir.errors import UnreadableResourceError
from cordee.kernel.errors import InvalidResourceError
from tests.unit.fhir.refusals import refusal

DEEP = 100_000


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"{", b"[]", b"null", b'"Patient"', b"12", b"{}", b'{"resourceType":"Patient"', b"\xff\xfe",
        b'{"resourceType":"Patient","id":"\xff"}', b'{"resourceType":"Patient"} x', b'{"resourceType":"Person1"}',
        b'{"resourceType":1}', b'{"resourceType":null}', b'{"resourceType":"Resource"}',
        b'{"resourceType":"DomainResource"}', b'{"resourceType":"Patient","active":tru}',
        b'{"resourceType":"Patient","multipleBirthInteger":01}', b'{"resourceType":"Patient","id":"\\ud800"}',
        b'{"resourceType":"Patient","contained":' + b"[" * DEEP,
        b'{"resourceType":"Patient","extension":' + b'[{"url":"a","extension":' * DEEP,
        b'{"resourceType":"Parameters","parameter":' + b'[{"name":"a","part":' * DEEP,
    ],
)  # fmt: skip
def test_unreadable_content_is_a_clean_400(data: bytes) -> None:
    error = refusal(data)

    assert isinstance(error, UnreadableResourceError)
    assert error.http_status == 400


@pytest.mark.parametrize(
    "data",
    [
        b'{"resourceType":"Patient","resourceType":"Observation"}',
        b'{"resourceType":"Patient","multipleBirthInteger":' + b"9" * 5000 + b"}",
        b'{"resourceType":"Patient","multipleBirthInteger":1e400}',
        b'{"resourceType":"Patient","contained":[null]}',
        b'{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","id":1}}]}',
    ],
)
def test_non_conformant_content_is_refused(data: bytes) -> None:
    assert refusal(data).http_status in (400, 422)


def test_resources_nested_without_end_are_refused() -> None:
    depth = 300
    data = b'{"resourceType":"Bundle","type":"batch","entry":[{"resource":' * depth
    data += b'{"resourceType":"Patient"}' + b"}]}" * depth

    assert "imbriqué" in refusal(data).issues[0].message_fr


def test_byte_order_mark_is_passed_over() -> None:
    assert decode(b'\xef\xbb\xbf{"resourceType":"Patient"}').resourceType == "Patient"


def test_type_may_come_last() -> None:
    assert decode(b'{"active":true,"resourceType":"Patient"}').resourceType == "Patient"


def test_text_with_lone_surrogate_is_refused() -> None:
    with pytest.raises(InvalidResourceError):
        decode('{"resourceType":"Patient","id":"\ud800"}')


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["extension", "url", "id", "name", "x"]), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(RESOURCE_TYPES)), st.dictionaries(st.text() | st.just("id"), JSON, max_size=4))
@example("Bundle", {"entry": [{"resource": {}}]})
@example("Parameters", {"parameter": [{"name": "a", "resource": []}]})
def test_any_json_gives_a_resource_or_a_refusal(resource_type: str, content: dict[str, object]) -> None:
    with suppress(InvalidResourceError):
        decode(json.dumps({"resourceType": resource_type} | content))


@settings(max_examples=300)
@given(st.binary())
def test_any_bytes_give_a_refusal(data: bytes) -> None:
    assert refusal(b'{"resourceType":"Patient",' + data).issues
