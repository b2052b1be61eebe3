"""JSON Patch: the operations of RFC 6902 on resources, decimals kept, and every refusal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir.errors import NonConformantResourceError
from cordee.fhir.patch import JsonPatch, PatchFailedError, UnreadablePatchError, patched

WEIGHT = (
    b'{"resourceType":"Observation","id":"w","status":"final","code":{"text":"Poids"},'
    b'"valueQuantity":{"value":62.10,"unit":"kg"},"note":[{"text":"a"},{"text":"b"}]}'
)


def patch(*operations: dict[str, Any]) -> JsonPatch:
    return JsonPatch(json.dumps(operations).encode())


def op(kind: str, path: str, **more: Any) -> dict[str, Any]:
    return {"op": kind, "path": path} | more


def test_operations_change_the_resource_and_decimals_keep_their_digits() -> None:
    change = patch(
        op("test", "/status", value="final"),
        op("replace", "/status", value="amended"),
        op("add", "/note/-", value={"text": "c"}),
        op("remove", "/note/0"),
        op("copy", "/note/-", **{"from": "/note/0"}),
        op("move", "/note/0", **{"from": "/note/1"}),
    )

    for _ in range(2):  # a patch may be applied again
        after = patched(WEIGHT, change)
        assert after.status == "amended"
        assert [note.text for note in after.note] == ["c", "b", "b"]
        assert str(after.valueQuantity.value) == "62.10"


def test_a_decimal_of_the_patch_keeps_its_digits() -> None:
    change = JsonPatch(b'[{"op":"replace","path":"/valueQuantity/value","value":61.90}]')

    assert str(patched(WEIGHT, change).valueQuantity.value) == "61.90"


@pytest.mark.parametrize(
    "one",
    [
        op("test", "/status", value="amended"),
        op("test", "/nothing", value=1),
        op("remove", "/nothing"),
        op("replace", "/nothing/else", value=1),
        op("add", "/note/7", value={"text": "x"}),
        op("add", "/note/x", value={"text": "x"}),
        op("add", "/status/x", value="x"),
        op("move", "/note/0", **{"from": "/nothing"}),
        op("move", "/note/0/x", **{"from": "/note/0"}),
        op("replace", "/id", value="other"),
        op("replace", "/resourceType", value="Patient"),
        op("remove", "/id"),
        op("replace", "", value=[1]),
        op("replace", "/a~7b", value=1),
    ],
)
def test_an_operation_that_does_not_apply_fails(one: dict[str, Any]) -> None:
    with pytest.raises(PatchFailedError):
        patched(WEIGHT, patch(one))


def test_what_a_patch_makes_is_checked_as_what_is_sent() -> None:
    with pytest.raises(NonConformantResourceError) as refused:
        patched(WEIGHT, patch(op("replace", "/status", value="perhaps")))

    assert refused.value.issues[0].expression == "Observation.status"


def test_copies_that_double_the_resource_are_stopped() -> None:
    start = op("add", "/note/0/extension", value=[{"url": "urn:x", "valueString": "x" * 1000}])
    double = op("copy", "/note/0/extension/-", **{"from": "/note/0"})

    with pytest.raises(PatchFailedError):
        patched(WEIGHT, patch(start, *[double] * 100))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"{}", b"[1]", b'[{"op":"add"}]', b'[{"op":"delete","path":"/a"}]', b'[{"op":"add","path":"/a"}]',
        b'[{"op":"move","path":"/a"}]', b'[{"op":"remove","path":"a"}]', b'[{"op":"remove","path":1}]', b"\xff",
        b"[" + b",".join([b'{"op":"remove","path":"/a"}'] * 501) + b"]", b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_patch_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadablePatchError):
        JsonPatch(body)


_POINTERS = st.lists(
    st.sampled_from(["note", "0", "-", "status", "valueQuantity", "~0", "x"]), max_size=4
).map(lambda parts: "".join(f"/{part}" for part in parts))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
_OPERATIONS = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]),
        "path": _POINTERS,
        "from": _POINTERS,
        "value": _VALUES,
    }
)


@given(st.lists(_OPERATIONS, max_size=5))
def test_any_patch_gives_a_valid_resource_or_a_refusal(operations: list[dict[str, Any]]) -> None:
    try:
        after = patched(WEIGHT, JsonPatch(json.dumps(operations).encode()))
    except (PatchFailedError, UnreadablePatchError, NonConformantResourceError):
        return
    assert (after.resourceType, after.id) == ("Observation", "w")
