"""References of every form."""

from typing import Any

import pytest

from cordee.fhir.search import parameters_of
from tests.unit.fhir.search.rows_of import rows_of


@pytest.mark.parametrize(
    ("reference", "row"),
    [
        ({"reference": "Patient/1"}, ("Patient", "1", 0)),
        ({"reference": "Patient/1/_history/3"}, ("Patient", "1", 0)),
        ({"reference": "https://other/fhir/Patient/1"}, ("https://other/fhir/Patient", "1", 0)),
        ({"reference": "urn:uuid:0"}, ("", "urn:uuid:0", 0)),
        ({"reference": "urn:uuid:0", "type": "Patient"}, ("Patient", "urn:uuid:0", 0)),
        ({"reference": "#p"}, ("", "", 0)),
        ({"display": "Mme X"}, ("", "", 0)),
    ],
)
def test_reference_is_type_and_id(reference: dict[str, str], row: tuple[Any, ...]) -> None:
    assert rows_of("subject", {"resourceType": "Observation", "subject": reference}) == [row]


def test_parameter_of_one_target_reads_the_rows_of_the_other() -> None:
    patient, subject = (parameters_of("Observation")[code] for code in ("patient", "subject"))

    assert patient.numbers == subject.numbers
    assert patient.is_restricted
    assert patient.targets == ("Patient",)
    assert not subject.is_restricted


def test_logical_identifier_is_a_token_for_the_modifier_identifier() -> None:
    content = {"resourceType": "Observation", "subject": {"identifier": {"system": "s", "value": "1"}}}

    assert rows_of("subject", content, "identifier") == [("s", "1", 0)]


@pytest.mark.parametrize(
    ("canonical", "rows"),
    [
        ("http://a/Questionnaire/q|2", [("", "http://a/Questionnaire/q|2", 0), ("", "http://a/Questionnaire/q", 0)]),
        ("http://a/q", [("", "http://a/q", 0)]),
        ("Questionnaire/q", [("Questionnaire", "q", 0)]),
    ],
)  # fmt: skip
def test_canonical_is_a_uri_and_a_local_one_a_reference(canonical: str, rows: list[tuple[Any, ...]]) -> None:
    content = {"resourceType": "QuestionnaireResponse", "questionnaire": canonical}

    assert rows_of("questionnaire", content) == rows


def test_resource_carried_in_place_counts_as_a_reference() -> None:
    entries = [
        {"resource": {"resourceType": "Composition", "id": "c"}},
        {"resource": {"resourceType": "Patient"}},
    ]

    assert rows_of("composition", {"resourceType": "Bundle", "entry": entries}) == [("Composition", "c", 0)]
