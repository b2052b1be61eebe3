"""Search requests, as the pairs of a URL, become queries."""

import pytest

from cordee.fhir.search.curated.grammar import parse_query
from cordee.fhir.search.curated.query import FilterValue, Include
from cordee.kernel.errors import InvalidRequestError


def values(resource_type: str, name: str, value: str) -> list[FilterValue]:
    (found,) = parse_query(resource_type, [(name, value)]).filters
    return found.values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29463-7", [(None, "29463-7")]),
        ("http://loinc.org|29463-7", [("http://loinc.org", "29463-7")]),
        ("|29463-7", [("", "29463-7")]),
        ("http://loinc.org|", [("http://loinc.org", "")]),
        ("a,b|c", [(None, "a"), ("b", "c")]),
        (r"a\,b,c\|d,e\\", [(None, "a,b"), (None, "c|d"), (None, "e\\")]),
        ("a,,b,", [(None, "a"), (None, "b")]),
    ],
)
def test_token_reads_system_and_code(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(value.system, value.value) for value in values("Observation", "code", text)] == expected


@pytest.mark.parametrize(
    ("text", "prefix", "start"),
    [
        ("2024-02", None, "2024-02-01T00:00:00+00:00"),
        ("ge2024", "ge", "2024-01-01T00:00:00+00:00"),
        ("ap2024-02-01T10:00:00Z", "ap", "2024-02-01T10:00:00+00:00"),
        ("2024-02-01T10:00:00 01:00", None, "2024-02-01T10:00:00+01:00"),
    ],
)
def test_date_reads_prefix_and_range(text: str, prefix: str | None, start: str) -> None:
    (value,) = values("Observation", "date", text)

    assert value.prefix == prefix
    assert value.start is not None
    assert value.start.isoformat() == start


@pytest.mark.parametrize("text", ["hier", "xx2024", "2024-02-30", "ge"])
def test_unreadable_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        parse_query("Observation", [("date", text)])

    assert "« date »" in caught.value.message_fr
    assert text not in caught.value.message_fr.replace("ge2024", "")


@pytest.mark.parametrize(
    ("name", "text", "modifier", "value"),
    [
        ("subject", "Patient/1", None, "Patient/1"),
        ("subject:Patient", "1", "Patient", "1"),
        ("patient", "1", None, "1"),
        ("subject", "https://ours/fhir/Patient/1", None, "Patient/1"),
        ("subject", "https://other/fhir/Patient/1", None, "https://other/fhir/Patient/1"),
    ],
)
def test_reference_reads_type_id_and_our_own_address(
    name: str, text: str, modifier: str | None, value: str
) -> None:
    query = parse_query("Observation", [(name, text)], base_url="https://ours/fhir")

    assert (query.filters[0].modifier, query.filters[0].values[0].value) == (modifier, value)


def test_repeated_parameter_gives_a_filter_each_time() -> None:
    query = parse_query("Patient", [("given", "marie"), ("given:contains", "anne"), ("_id", "1,2")])

    assert [(f.parameter.code, f.modifier, len(f.values)) for f in query.filters] == [
        ("given", None, 1),
        ("given", "contains", 1),
        ("_id", None, 2),
    ]


def test_missing_wants_a_boolean() -> None:
    assert parse_query("Patient", [("birthdate:missing", "true")]).filters[0].modifier == "missing"
    with pytest.raises(InvalidRequestError):
        parse_query("Patient", [("birthdate:missing", "oui")])


@pytest.mark.parametrize("name", ["code:in", "date:exact", "subject:identifier", "subject:Chien", "code:"])
def test_unsupported_modifier_is_always_refused(name: str) -> None:
    if name == "code:":
        assert parse_query("Observation", [(name, "1")]).filters
        return
    with pytest.raises(InvalidRequestError):
        parse_query("Observation", [(name, "1")])


def test_unknown_parameter_is_noted_or_refused_when_strict() -> None:
    pairs = [
        ("patient.name", "x"),
        ("_has:Observation:patient:code", "y"),
        ("colour", "blue"),
        ("_sort", "colour"),
    ]

    assert parse_query("Patient", pairs).unknown == [name for name, _ in pairs]
    for pair in pairs:
        with pytest.raises(InvalidRequestError) as caught:
            parse_query("Patient", [pair], strict=True)
        assert pair[0] in caught.value.message_en


def test_result_parameters_are_read() -> None:
    pairs = [
        ("_count", "20"), ("_sort", "-date,_id"), ("_total", "accurate"), ("_cursor", "abc"), ("_format", "json"),
        ("_include", "Observation:subject"), ("_revinclude", "Provenance:target"),
        ("_include", "Observation:performer:Practitioner"),
    ]  # fmt: skip

    query = parse_query("Observation", pairs, strict=True)

    assert (query.count, query.total, query.cursor) == (20, True, "abc")
    assert query.sort == [("date", True), ("_id", False)]
    assert query.includes == [
        Include("Observation", "subject"),
        Include("Provenance", "target", None, True),
        Include("Observation", "performer", "Practitioner"),
    ]


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("500", 500), ("100000", 500), ("0", 0)])
def test_count_is_bounded(text: str, count: int) -> None:
    assert parse_query("Patient", [("_count", text)]).count == count


@pytest.mark.parametrize("text", ["-1", "dix", "", "1.5", "٣", "9" * 30])
def test_count_that_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequestError):
        parse_query("Patient", [("_count", text)])


@pytest.mark.parametrize(
    "pairs", [[("_summary", "count")], [("_count", "0")], [("_summary", "count"), ("_count", "9")]]
)
def test_counting_only_asks_for_the_total(pairs: list[tuple[str, str]]) -> None:
    query = parse_query("Patient", pairs)

    assert (query.count, query.total) == (0, True)


@pytest.mark.parametrize("name", ["_include", "_revinclude"])
@pytest.mark.parametrize(
    "text", ["", "*", "Patient", "Observation:code", "Chien:subject", "Observation:subject:x:y:z"]
)
def test_include_that_means_nothing_here_is_noted(name: str, text: str) -> None:
    assert parse_query("Patient", [(name, text)]).unknown == [name]


def test_too_many_criteria_or_alternatives_are_refused() -> None:
    with pytest.raises(InvalidRequestError):
        parse_query("Patient", [("name", "a")] * 51)
    with pytest.raises(InvalidRequestError):
        parse_query("Patient", [("_id", "a," * 501)])
