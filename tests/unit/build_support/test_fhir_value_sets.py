"""Required bindings become closed lists of codes when they can be enumerated."""

from typing import Any

import pytest

from build_support.fhir.value_sets import CODES_MAX, closed_set

URL = "http://hl7.org/fhir/ValueSet/colours"


def expansions(*contains: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {URL: {"id": "v3-light.colours", "expansion": {"contains": list(contains), **more}}}


def test_nested_codes_are_listed_and_abstract_ones_are_not() -> None:
    warm = {"system": "s", "code": "warm", "abstract": True, "contains": [{"system": "s", "code": "red"}]}

    found = closed_set(f"{URL}|4.0.1", expansions(warm, {"system": "t", "code": "red"}, {"code": "blue"}))

    assert found is not None
    assert found.codes == (("s", "red"), ("t", "red"), ("", "blue"))
    assert found.literals == ("red", "blue")
    assert found.name == "V3LightColoursCode"


@pytest.mark.parametrize(
    "known",
    [
        {},
        {URL: {"id": "a"}},
        expansions(),
        expansions({"code": "a"}, total=2),
        expansions(*({"code": str(number)} for number in range(CODES_MAX + 1))),
    ],
)
def test_set_that_cannot_be_enumerated_is_left_open(known: dict[str, Any]) -> None:
    assert closed_set(URL, known) is None
