"""Parameters that shape the answer, the system level, compartments, and the bounds."""

import pytest

from cordee.fhir.search import Include, parameters_of, parse_query
from cordee.fhir.search.grammar.filter import ALTERNATIVES_MAX
from cordee.fhir.search.grammar.include import INCLUDES_MAX
from cordee.fhir.search.grammar.sort import SORT_KEYS_MAX
from cordee.fhir.search.parse import CRITERIA_MAX
from cordee.fhir.search.query import COUNT_MAX, Filter, FullText, InCompartment, InList, Nothing
from cordee.kernel.errors import InvalidRequestError


def test_everything_at_once() -> None:
    pairs = [
        ("_sort", "-date,_id"), ("_count", "20"), ("_total", "estimate"), ("_summary", "text"),
        ("_elements", "status,code"), ("_cursor", "abc"), ("_contained", "false"), ("_format", "json"),
    ]  # fmt: skip
    query = parse_query("Observation", pairs, strict=True)

    assert [(key.parameter.code, key.descending) for key in query.sort] == [("date", True), ("_id", False)]
    assert (query.count, query.total, query.summary) == (20, "estimate", "text")
    assert (query.elements, query.cursor, query.criteria) == (("status", "code"), "abc", [])
    assert query.applied == pairs


@pytest.mark.parametrize(("text", "count"), [("5", 5), ("999999", COUNT_MAX), ("0", 0)])
def test_count_is_bounded_and_zero_asks_for_the_total_only(text: str, count: int) -> None:
    query = parse_query("Patient", [("_count", text)])

    assert query.count == count
    assert query.total == ("accurate" if count == 0 else "none")


@pytest.mark.parametrize("pairs", [[("_summary", "count"), ("_count", "5"), ("_total", "none")]])
def test_summary_count_is_the_total_only(pairs: list[tuple[str, str]]) -> None:
    for order in (pairs, pairs[::-1]):
        query = parse_query("Patient", order)
        assert (query.count, query.total) == (0, "accurate")


def test_includes_carry_the_numbers_to_follow() -> None:
    subject = parameters_of("Observation")["subject"].numbers
    pairs = [
        ("_include", "Observation:patient"), ("_include:iterate", "Patient:organization"),
        ("_include", "Observation:*"), ("_include", "*"), ("_revinclude:recurse", "Provenance:target:Observation"),
    ]  # fmt: skip
    query = parse_query("Observation", pairs, strict=True)

    assert query.includes[0] == Include("Observation", "patient", numbers=subject, target_types=("Patient",))
    assert query.includes[1].iterate
    assert query.includes[2:4] == [Include("Observation", "*"), Include("*", "*")]
    assert query.includes[4].is_reverse
    assert query.includes[4].target_types == ("Observation",)


@pytest.mark.parametrize(
    ("name", "text"),
    [("_include", "Patient:name"), ("_include", "Group:member"), ("_include", "x"), ("_include", "Patient"),
     ("_revinclude", "Observation:subject:Group"), ("_sort", "rien"), ("_sort", ""), ("rien", "x"), ("name", ""),
     ("_type", "Patient")],
)  # fmt: skip
def test_unknown_is_ignored_and_said_or_refused(name: str, text: str) -> None:
    query = parse_query("Patient", [(name, text)])

    assert (query.unknown, query.applied, query.criteria) == ([name], [], [])
    with pytest.raises(InvalidRequestError, match=name):
        parse_query("Patient", [(name, text)], strict=True)


def test_special_criteria() -> None:
    query = parse_query("Patient", [("_list", "List/42"), ("_text", "a b,c"), ("_content", "d")], strict=True)

    assert query.criteria == [InList("42"), FullText(True, "a b or c"), FullText(False, "d")]


def test_system_level_has_what_its_types_share() -> None:
    query = parse_query("", [("_type", "Patient,Practitioner"), ("family", "x"), ("_tag", "a")], strict=True)

    assert query.types == ("Patient", "Practitioner")
    family, tag = query.criteria
    assert isinstance(family, Filter)
    assert isinstance(tag, Filter)
    assert len(family.parameter.numbers) == 2
    assert len(tag.parameter.numbers) == 1
    with pytest.raises(InvalidRequestError):
        parse_query("", [("family", "x")], strict=True)
    with pytest.raises(InvalidRequestError):
        parse_query("", [("_type", "Rien")])


def test_compartment_is_a_criterion() -> None:
    (found,) = parse_query("Observation", [], compartment=("Patient", "1")).criteria

    assert isinstance(found, InCompartment)
    links = dict(found.links)
    assert {one.code for one in links["Observation"]} == {"subject", "performer"}
    assert parse_query("", [], compartment=("Patient", "1")).types == tuple(links)
    assert parse_query("Organization", [], compartment=("Patient", "1")).criteria == [Nothing()]
    assert parse_query("", [("_type", "Organization")], compartment=("Patient", "1")).criteria == [Nothing()]


@pytest.mark.parametrize(
    "pairs",
    [
        [("family", "a")] * (CRITERIA_MAX + 1),
        [("_id", "a," * (ALTERNATIVES_MAX + 1))],
        [("_id", "a" * 100_000)],
        [("_include:iterate", f"Patient:{code}:{target}") for code in ("link", "organization", "general-practitioner")
         for target in ("Patient", "Organization", "Practitioner", "PractitionerRole", "RelatedPerson", "Group",
                        "Device", "Location")][: INCLUDES_MAX + 1],
        [("_sort", ",".join(list(parameters_of("Patient"))[: SORT_KEYS_MAX + 1]))],
        [("_elements", ",".join(f"e{index}" for index in range(100)))],
    ],
)  # fmt: skip
def test_a_storm_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidRequestError, match="at most"):
        parse_query("Patient", pairs)
