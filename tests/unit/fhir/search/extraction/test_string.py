"""Texts, names and addresses."""

from typing import Any

import pytest

from cordee.fhir.search.extraction.string import TEXT_MAX_CHARS
from tests.unit.fhir.search.rows_of import rows_of


@pytest.mark.parametrize(
    ("type_", "code", "content", "texts"),
    [
        ("Patient", "family", {"name": [{"family": "Élie-Dupont"}]}, [("elie dupont", "Élie-Dupont")]),
        ("Patient", "name", {"name": [{"text": "A B", "given": ["C", None], "prefix": ["D"]}]},
         [("a b", "A B"), ("c", "C"), ("d", "D")]),
        ("Patient", "address", {"address": [{"line": ["1 rue"], "city": "Lyon", "postalCode": "69001"}]},
         [("1 rue", "1 rue"), ("lyon", "Lyon"), ("69001", "69001")]),
        ("Observation", "value-string", {"valueString": "Bien"}, [("bien", "Bien")]),
        ("Observation", "value-string", {"valueCodeableConcept": {"text": "Bien"}}, [("bien", "Bien")]),
        ("ValueSet", "description", {"description": "**Bon**"}, [("bon", "**Bon**")]),
    ],
)  # fmt: skip
def test_string_is_folded_and_kept_as_written(
    type_: str, code: str, content: dict[str, Any], texts: list[tuple[str, str]]
) -> None:
    assert rows_of(code, {"resourceType": type_, **content}) == [(*text, 0) for text in texts]


def test_long_text_is_cut() -> None:
    ((folded, exact, _),) = rows_of("description", {"resourceType": "ValueSet", "description": "x" * 10**6})

    assert len(folded) == len(exact) == TEXT_MAX_CHARS
