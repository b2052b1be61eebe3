"""Whatever comes, validation ends soon and never raises."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir.json_value import Json
from cordee.fhir.validation import validate
from cordee.fhir.validation.check import DEPTH_MAX
from cordee.fhir.validation.report import ERRORS_MAX, REMARKS_MAX
from tests.unit.fhir.validation.definitions import PROFILE, profile, registry_of

_NAMES = st.sampled_from(
    "resourceType id meta profile identifier system value type coding code name given family extension url "
    "valueString valueQuantity contained reference subject entry resource parameter text div _birthDate birthDate "
    "item linkId component contact".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["#", "#a", "Patient/1", "Patient", "a", PROFILE, "urn:oid:1.2.250.1.213.1.4.8"]),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=25,
)
_REGISTRY = registry_of(
    profile(
        "Patient",
        {
            "id": "Patient.identifier",
            "slicing": {"discriminator": [{"type": "value", "path": "type.coding.code"}], "rules": "closed"},
        },
        {"id": "Patient.identifier:a", "min": 1, "max": "1"},
        {"id": "Patient.identifier:a.type", "patternCodeableConcept": {"coding": [{"code": "a"}]}},
        {"id": "Patient.birthDate", "minValueDate": "1900-01-01", "maxLength": 4},
        {"id": "Patient.name.given", "path": "Patient.name.given", "min": 1, "max": "1"},
    )
)


@given(
    content=st.dictionaries(_NAMES, _JSON, max_size=8),
    kind=st.sampled_from(["Patient", "Bundle", "Parameters", "Questionnaire", "Observation"]),
)
def test_arbitrary_json_never_raises(content: Json, kind: str) -> None:
    for resource in (content, content | {"resourceType": kind}):
        issues = validate(resource, [PROFILE], _REGISTRY)

        assert len(issues) <= ERRORS_MAX + REMARKS_MAX + 2
        assert all(issue.message_fr and issue.message_en for issue in issues)


def test_a_thousand_faults_are_bounded_and_said_to_be() -> None:
    content = {"resourceType": "Patient", "name": [{"nom": 1}] * 1000}

    issues = validate(content)

    assert len(issues) == ERRORS_MAX + 1
    assert issues[-1].message_en == "There are more errors."


def test_remarks_never_push_errors_out() -> None:
    unknown = {"url": "https://example.org/unknown", "valueCode": "x"}
    content = {"resourceType": "Patient", "extension": [unknown] * 1000, "active": 1}

    issues = validate(content)

    assert [issue.expression for issue in issues if issue.severity == "error"] == ["Patient.active"]


@pytest.mark.parametrize("depth", [DEPTH_MAX + 1, 5000])
def test_deep_nesting_is_refused(depth: int) -> None:
    inner: Any = {"linkId": "1", "type": "group"}
    for _ in range(depth):
        inner = {"linkId": "1", "type": "group", "item": [inner]}
    content = {"resourceType": "Questionnaire", "status": "draft", "item": [inner]}

    issues = validate(content)

    assert any(str(DEPTH_MAX) in issue.message_en or issue.code == "too-costly" for issue in issues)


def test_resources_inside_resources_are_bounded() -> None:
    inner: Json = {"resourceType": "Basic", "code": {"text": "x"}}
    for _ in range(20):
        inner = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}]}

    assert any("fewer resources" in issue.message_en for issue in validate(inner))


def test_huge_input_ends_in_time() -> None:
    content = {
        "resourceType": "Patient",
        "identifier": [{"system": f"urn:{n}", "value": "1"} for n in range(60_000)],
        "multipleBirthInteger": 1,
        "extension": [{"url": "urn:x", "valueDecimal": Decimal("1.0")}] * 60_000,
    }
    started = time.monotonic()

    validate(content, [PROFILE], _REGISTRY)

    assert time.monotonic() - started < 15
