"""Parts of resources: summary, text, data, chosen elements."""

from typing import Any

import pytest

from cordee.fhir.subset import SUBSETTED, is_subset, subset

OBSERVATION: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "1",
    "meta": {"versionId": "2", "tag": [{"code": "x"}]},
    "text": {"status": "generated", "div": "<div/>"},
    "modifierExtension": [{"url": "m"}],
    "status": "final",
    "_status": {"id": "s"},
    "code": {"text": "Pouls"},
    "subject": {"reference": "Patient/1"},
    "valueQuantity": {"value": 72},
    "note": [{"text": "n"}],
    "component": [{"code": {"text": "c"}, "valueString": "v", "interpretation": [{"text": "i"}]}],
}


@pytest.mark.parametrize(
    ("summary", "elements", "kept"),
    [
        ("true", (), {"modifierExtension", "status", "_status", "code", "subject", "valueQuantity", "component"}),
        ("text", (), {"text", "status", "_status", "code"}),
        ("data", (), OBSERVATION.keys() - {"text"}),
        (None, ("value",), {"modifierExtension", "status", "_status", "code", "valueQuantity"}),
        (None, ("note", "rien"), {"modifierExtension", "status", "_status", "code", "note"}),
        ("true", ("note",), {"modifierExtension", "status", "_status", "code", "note"}),
    ],
)  # fmt: skip
def test_part_keeps_what_is_asked_and_what_is_mandatory(
    summary: Any, elements: tuple[str, ...], kept: set[str]
) -> None:
    found = subset(OBSERVATION, summary, elements)

    assert found.keys() == set(kept) | {"resourceType", "id", "meta"}
    assert found["meta"] == {"versionId": "2", "tag": [{"code": "x"}, SUBSETTED]}
    assert OBSERVATION["meta"]["tag"] == [{"code": "x"}]


def test_summary_leaves_out_inner_parts_that_are_none() -> None:
    assert subset(OBSERVATION, "true", ())["component"] == [{"code": {"text": "c"}, "valueString": "v"}]


def test_whole_resource_is_no_part() -> None:
    assert subset(OBSERVATION, "false", ()) is OBSERVATION
    assert not is_subset("false", ())
    assert not is_subset(None, ())
    assert not is_subset("count", ())
    assert is_subset(None, ("a",))
