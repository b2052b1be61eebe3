"""Names beside references are found wherever they stand, and nothing but they is changed."""

import json
from typing import Any

import pytest

from cordee.fhir import decode, encode
from cordee.fhir.displays import displays, redisplay

HERE = {"reference": "Practitioner/a", "display": "A"}
PLAIN: dict[str, Any] = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"text": '"reference":"x" y'},
}
INSIDE = {"resourceType": "Specimen", "id": "s", "note": [{"text": "x", "authorReference": HERE}]}


def _made(**elements: Any) -> Any:
    return decode(json.dumps(PLAIN | elements).encode(), "Observation")


@pytest.mark.parametrize(
    "elements",
    [
        {"subject": HERE},
        {"performer": [{"reference": "Practitioner/b"}, HERE]},
        {"subject": {"reference": "Practitioner/a", "type": "Practitioner", "display": "A"}},
        {"subject": {"reference": "Practitioner/a", "identifier": {"value": "1"}, "display": "A"}},
        {"subject": {"extension": [{"url": "u:x", "valueReference": HERE}], "reference": "Patient/b"}},
        {"extension": [{"url": "u:x", "extension": [{"url": "y", "valueReference": HERE}]}]},
        {"_status": {"extension": [{"url": "u:x", "valueReference": HERE}]}},
        {"note": [{"text": "x", "authorReference": HERE}]},
        {"contained": [INSIDE], "specimen": {"reference": "#s"}},
    ],
)
def test_name_is_found_and_replaced_wherever_it_stands(elements: dict[str, Any]) -> None:
    one = _made(**elements)
    assert displays(one) == [("Practitioner/a", "A")]
    redisplay(one, lambda reference, display: f"{reference} {display}")
    assert displays(decode(encode(one), "Observation")) == [("Practitioner/a", "Practitioner/a A")]
    redisplay(one, lambda *_: None)
    assert displays(one) == []
    assert encode(one).count(b'"display"') == 0


def test_what_names_nobody_is_looked_at_and_left() -> None:
    coded = {"coding": [{"system": "u:x", "code": "y", "display": "z"}]}
    one = _made(code=coded, subject={"reference": "Patient/a"}, performer=[{"display": "A"}])
    before = encode(one)
    assert displays(one) == []
    redisplay(one, lambda *_: None)
    assert encode(one) == before


def test_digits_of_an_inner_resource_are_kept() -> None:
    inside = '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":%s,%s}'
    value = '"valueQuantity":{"value":1.10}'
    text = json.dumps(PLAIN | {"hasMember": [{"reference": "#o"}], "contained": ["@"]})
    one: Any = decode(text.replace('"@"', inside % (json.dumps(HERE), value)).encode(), "Observation")
    redisplay(one, lambda *_: "B")
    assert value.encode() in encode(one)
    assert displays(one) == [("Practitioner/a", "B")]
