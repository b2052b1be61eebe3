"""Values of each kind: forms that are read, and forms that are refused by name."""

from decimal import Decimal

import pytest

from cordee.fhir.search import parse_query
from cordee.fhir.search.grammar.near import DISTANCE_MAX_KM
from cordee.kernel.errors import InvalidRequestError
from tests.unit.fhir.search.grammar.reading import values


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
        ("a,a", [(None, "a")]),
    ],
)
def test_token_is_system_and_code(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(value.system, value.value) for value in values("Observation", "code", text)] == expected


def test_system_of_a_bare_code_goes_without_saying() -> None:
    (plain,) = values("Observation", "status", "http://hl7.org/fhir/observation-status|final")
    (other,) = values("Observation", "status", "http://else|final")

    assert (plain.system, plain.value) == (None, "final")
    assert other.system == "http://else"


@pytest.mark.parametrize(
    ("text", "prefix", "start"),
    [
        ("2024-02", None, "2024-02-01T00:00:00+00:00"),
        ("ge2024", "ge", "2024-01-01T00:00:00+00:00"),
        ("ap2024-02-01T10:00:00Z", "ap", "2024-02-01T10:00:00+00:00"),
        ("2024-02-01T10:00:00 01:00", None, "2024-02-01T10:00:00+01:00"),
    ],
)
def test_date_is_prefix_and_range(text: str, prefix: str | None, start: str) -> None:
    (value,) = values("Observation", "date", text)

    assert value.prefix == prefix
    assert value.start is not None
    assert value.start.isoformat() == start


@pytest.mark.parametrize(
    ("text", "prefix", "number", "low", "high"),
    [
        ("100", None, "100", "99.5", "100.5"),
        ("100.00", None, "100.00", "99.995", "100.005"),
        ("1e2", None, "1E+2", "95", "105"),
        ("1.0e2", None, "1.0E+2", "95", "105"),
        ("5.40e-3", None, "0.00540", "0.005395", "0.005405"),
        ("-2", None, "-2", "-2.5", "-1.5"),
        ("lt0.5", "lt", "0.5", "0.45", "0.55"),
    ],
)
def test_number_means_what_its_digits_say(
    text: str, prefix: str | None, number: str, low: str, high: str
) -> None:
    (value,) = values("RiskAssessment", "probability", text)

    assert (value.prefix, value.number) == (prefix, Decimal(number))
    assert (value.low, value.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "system", "unit", "base"),
    [
        ("5.4", None, None, None),
        ("5.4||mg", None, "mg", None),
        ("5.4|http://unitsofmeasure.org|mg", "http://unitsofmeasure.org", "mg", ("0.0000054", "kg")),
        ("gt5.4|http://other|mg", "http://other", "mg", None),
        ("5.4||", None, None, None),
    ],
)
def test_quantity_is_number_and_unit(
    text: str, system: str | None, unit: str | None, base: tuple[str, str] | None
) -> None:
    (value,) = values("Observation", "value-quantity", text)

    assert (value.system, value.unit) == (system, unit)
    assert (None if value.base_code is None else (f"{value.base_number:f}", value.base_code)) == base


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("subject", "Patient/1", "Patient/1"),
        ("subject", "1", "1"),
        ("patient", "1", "Patient/1"),
        ("subject:Patient", "1", "Patient/1"),
        ("subject", "https://ours/fhir/Patient/1", "Patient/1"),
        ("subject", "https://other/fhir/Patient/1", "https://other/fhir/Patient/1"),
        ("subject", "Patient/1/_history/2", "Patient/1"),
        ("subject", "urn:uuid:0", "urn:uuid:0"),
        ("subject", "Patient/1/", "Patient/1"),
    ],
)
def test_reference_is_type_and_id(name: str, text: str, value: str) -> None:
    (found,) = parse_query("Observation", [(name, text)], base_url="https://ours/fhir").criteria

    assert [one.value for one in found.values] == [value]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48.85|2.35", ("48.85", "2.35", "10")),
        ("-21.1|55.5|5|km", ("-21.1", "55.5", "5")),
        ("48.85|2.35|500|m", ("48.85", "2.35", "0.500")),
        ("48.85|2.35|1|[mi_us]", ("48.85", "2.35", "1.609347")),
        ("0|0|99999999", ("0", "0", str(DISTANCE_MAX_KM))),
    ],
)
def test_near_is_a_position_and_a_distance_in_kilometres(text: str, expected: tuple[str, str, str]) -> None:
    (value,) = values("Location", "near", text)

    assert (value.latitude, value.longitude, value.distance_km) == tuple(map(Decimal, expected))


def test_composite_has_one_value_for_each_component() -> None:
    (value,) = values("Observation", "component-code-value-quantity", r"http://loinc.org|8480-6$lt60")

    code, quantity = value.values
    assert (code.system, code.value) == ("http://loinc.org", "8480-6")
    assert (quantity.prefix, quantity.number) == ("lt", Decimal(60))


@pytest.mark.parametrize(
    ("type_", "name", "text"),
    [
        ("Observation", "date", "hier"),
        ("Observation", "date", "xx2024"),
        ("Observation", "date", "2024-02-30"),
        ("Observation", "date", "ge"),
        ("Observation", "code", "|"),
        ("Observation", "code", ","),
        ("Observation", "code", "a\x00b"),
        ("Observation", "code", "\ud800"),
        ("RiskAssessment", "probability", "beaucoup"),
        ("RiskAssessment", "probability", "1e999"),
        ("RiskAssessment", "probability", "1" * 50),
        ("RiskAssessment", "probability", "NaN"),
        ("Observation", "value-quantity", "5|mg"),
        ("Observation", "value-quantity", "5|http://unitsofmeasure.org|"),
        ("Observation", "value-quantity", "|s|c"),
        ("Observation", "code-value-quantity", "a"),
        ("Observation", "code-value-quantity", "a$1$2"),
        ("Observation", "code-value-quantity", "a$x"),
        ("Location", "near", "91|0"),
        ("Location", "near", "48"),
        ("Location", "near", "48|2|5|coudées"),
        ("Location", "near", "48|2|-5|km"),
        ("Patient", "active:missing", "oui"),
        ("Patient", "identifier:of-type", "a|b"),
        ("ValueSet", "url:below", "urn:oid:1.2"),
        ("Patient", "_list", "a b"),
        ("Patient", "_text", "!!"),
        ("Patient", "_count", "beaucoup"),
        ("Patient", "_count", "-1"),
        ("Patient", "_total", "un peu"),
        ("Patient", "_summary", "oui"),
        ("Patient", "_elements", "a b"),
        ("Patient", "_contained", "peut-être"),
        ("Patient", "_has:Observation:code", "x"),
        ("Patient", "_has:Nothing:subject:code", "x"),
        ("Patient", "_has:Observation:encounter:code", "x"),
    ],
)
def test_unreadable_value_is_refused_by_name_without_repeating_it(type_: str, name: str, text: str) -> None:
    for strict in (True, False):
        with pytest.raises(InvalidRequestError) as caught:
            parse_query(type_, [(name, text)], strict=strict)
        assert f"'{name.partition(':')[0]}'" in caught.value.message_en
        assert f"'{text}'" not in caught.value.message_en


def test_uri_above_is_every_address_its_path_lies_below() -> None:
    assert [one.value for one in values("ValueSet", "url:above", "http://a/b/c")] == [
        "http://a/b/c",
        "http://a/b",
        "http://a",
    ]
