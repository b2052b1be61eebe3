"""The form under which texts are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir.search import normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LEFÈVRE", "lefevre"),
        ("Jean-Élie  d’Œuvre", "jean elie d oeuvre"),
        ("N'Guyen", "n guyen"),
        ("Çelik", "celik"),
        ("  ", ""),
        ("Straße", "strasse"),
    ],
)
def test_accents_case_and_punctuation_do_not_count(text: str, expected: str) -> None:
    assert normalize(text) == expected


@given(st.text())
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)
