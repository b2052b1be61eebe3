"""Tokens of every type that can be one."""

from typing import Any

import pytest

from tests.unit.fhir.search.rows_of import rows_of

CODING = {"system": "http://loinc.org", "code": "8867-4", "display": "Fréquence"}


@pytest.mark.parametrize(
    ("type_", "code", "content", "rows"),
    [
        ("Observation", "status", {"status": "final"}, [("", "final", 0)]),
        ("Patient", "active", {"active": False}, [("", "false", 0)]),
        ("Observation", "code", {"code": {"coding": [CODING]}}, [("http://loinc.org", "8867-4", 0)]),
        ("Observation", "code", {"code": {"coding": [{"code": "x"}]}}, [("", "x", 0)]),
        ("Observation", "code", {"code": {"text": "pouls"}}, [("", "", 0)]),
        ("Encounter", "class", {"class": {"system": "a", "code": "AMB"}}, [("a", "AMB", 0)]),
        ("Patient", "identifier", {"identifier": [{"system": "s", "value": "1"}]}, [("s", "1", 0)]),
        ("Patient", "identifier", {"identifier": [{"value": "1"}, {"value": "1"}]}, [("", "1", 0)]),
        ("Patient", "telecom", {"telecom": [{"system": "phone", "value": "01"}]}, [("", "01", 0)]),
        ("Patient", "email", {"telecom": [{"system": "phone", "value": "01"}, {"system": "email", "value": "a@b"}]},
         [("", "a@b", 0)]),
        ("Patient", "deceased", {}, [("", "false", 0)]),
        ("Patient", "deceased", {"deceasedBoolean": False}, [("", "false", 0)]),
        ("Patient", "deceased", {"deceasedDateTime": "2020"}, [("", "true", 0)]),
        ("Patient", "_tag", {"meta": {"tag": [{"system": "s", "code": "c"}]}}, [("s", "c", 0)]),
    ],
)  # fmt: skip
def test_token_is_system_and_code(
    type_: str, code: str, content: dict[str, Any], rows: list[tuple[Any, ...]]
) -> None:
    assert rows_of(code, {"resourceType": type_, **content}) == rows


def test_texts_beside_a_token_are_kept_for_the_modifier_text() -> None:
    content = {"resourceType": "Observation", "code": {"text": "Pouls", "coding": [CODING]}}

    assert rows_of("code", content, "text") == [
        ("frequence", "Fréquence", 0),
        ("pouls", "Pouls", 0),
    ]


def test_typed_identifier_is_kept_for_the_modifier_of_type() -> None:
    kind = {"coding": [{"system": "http://v2", "code": "MR"}], "text": "IPP"}
    content = {"resourceType": "Patient", "identifier": [{"type": kind, "system": "s", "value": "42"}]}

    assert rows_of("identifier", content, "of-type") == [("http://v2|MR", "42", 0)]
    assert rows_of("identifier", content, "text") == [("ipp", "IPP", 0)]
