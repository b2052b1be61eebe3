"""Which modifier each kind takes; any other is refused, whatever the handling."""

import pytest

from cordee.fhir.errors import UnsupportedSearchError
from cordee.fhir.search import parse_query
from cordee.fhir.search.grammar.modifiers import MODIFIERS
from cordee.fhir.search.query import Filter, Nothing
from cordee.kernel.errors import InvalidRequestError
from tests.unit.fhir.search.grammar.reading import one_filter

EVERY = sorted({*(one for taken in MODIFIERS.values() for one in taken), "Patient", "iterate", "x", ""})
SAMPLES = {
    "number": ("RiskAssessment", "probability"),
    "date": ("Observation", "date"),
    "quantity": ("Observation", "value-quantity"),
    "string": ("Patient", "family"),
    "token": ("Patient", "identifier"),
    "reference": ("Observation", "subject"),
    "uri": ("ValueSet", "url"),
    "composite": ("Observation", "code-value-quantity"),
    "special": ("Location", "near"),
}


@pytest.mark.parametrize("kind", sorted(MODIFIERS))
@pytest.mark.parametrize("modifier", EVERY)
def test_unfitting_modifier_is_refused_by_name(kind: str, modifier: str) -> None:
    type_, code = SAMPLES[kind]
    taken = MODIFIERS[kind] | ({"Patient", "above", "below"} if kind == "reference" else set())  # type: ignore[index]
    if modifier in taken:
        return

    for strict in (True, False):
        with pytest.raises(InvalidRequestError, match=f"':{modifier}'"):
            parse_query(type_, [(f"{code}:{modifier}", "x")], strict=strict)


@pytest.mark.parametrize(
    ("type_", "name", "text", "modifier"),
    [
        ("Patient", "family:exact", "D", "exact"),
        ("Patient", "family:contains", "d", "contains"),
        ("Observation", "code:text", "pouls", "text"),
        ("Observation", "status:not", "final", "not"),
        ("Patient", "identifier:of-type", "s|MR|1", "of-type"),
        ("Observation", "subject:identifier", "s|1", "identifier"),
        ("ValueSet", "url:below", "http://a/b", "below"),
        ("ValueSet", "url:above", "http://a/b", None),
        ("Patient", "birthdate:missing", "true", "missing"),
        ("Observation", "subject:Patient", "1", None),
    ],
)
def test_modifier_is_left_to_the_store_or_resolved(
    type_: str, name: str, text: str, modifier: str | None
) -> None:
    assert one_filter(type_, name, text).modifier == modifier


def test_type_that_no_value_has_matches_nothing() -> None:
    query = parse_query("Observation", [("subject:Patient", "Group/1"), ("code", "x")])

    assert isinstance(query.criteria[0], Nothing)
    assert isinstance(query.criteria[1], Filter)


@pytest.mark.parametrize(
    ("name", "text"),
    [("location:below", "1"), ("_filter", "name eq x"), ("_query", "x"), ("_list", "$current-problems"),
     ("_contained", "true"), ("_containedType", "container"), ("_sort", "_score"), ("_sort", "code-value-date"),
     ("_revinclude", "*")],
)  # fmt: skip
def test_what_is_not_done_says_so(name: str, text: str) -> None:
    for strict in (True, False):
        with pytest.raises(UnsupportedSearchError):
            parse_query("Encounter" if name.startswith("location") else "Observation", [(name, text)], strict)
