"""Value sets and hierarchies become plain codes."""

import pytest

from cordee.fhir.errors import UnsupportedSearchError
from cordee.fhir.search import parse_query
from cordee.kernel.errors import InvalidRequestError
from tests.unit.fhir.search.grammar.reading import one_filter, values

GENDERS = "http://hl7.org/fhir/ValueSet/administrative-gender"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def test_in_is_every_code_of_the_value_set() -> None:
    found = one_filter("Patient", "gender:in", GENDERS)

    assert found.modifier is None
    assert {value.value for value in found.values} == {"male", "female", "other", "unknown"}
    assert {value.system for value in found.values} == {None}
    assert one_filter("Patient", "gender:not-in", GENDERS).modifier == "not"


def test_codes_of_concepts_keep_their_system() -> None:
    found = values("Condition", "clinical-status:in", "http://hl7.org/fhir/ValueSet/condition-clinical")

    assert {value.system for value in found} == {"http://terminology.hl7.org/CodeSystem/condition-clinical"}


def test_below_and_above_follow_the_hierarchy() -> None:
    system = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    below = [value.value for value in values("Condition", "clinical-status:below", f"{system}|active")]
    above = [value.value for value in values("Condition", "clinical-status:above", f"{system}|relapse")]

    assert below == ["active", "recurrence", "relapse"]
    assert above == ["relapse", "active"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("code:in=http://nulle.part/vs", InvalidRequestError),
        ("code:below=123", InvalidRequestError),
        ("code:below=http://nulle.part|1", UnsupportedSearchError),
        ("code:in=http://hl7.org/fhir/ValueSet/clinical-findings", UnsupportedSearchError),
    ],
)
def test_what_cannot_be_told_is_refused(text: str, error: type[Exception]) -> None:
    name, _, value = text.partition("=")
    with pytest.raises(error):
        parse_query("Condition", [(name, value)])
