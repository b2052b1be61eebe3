"""Moments, quantities, conversions and the rest of what expressions compute."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cordee.fhir.path import Environment, PathEvaluationError, PathSyntaxError, compile_path
from cordee.fhir.path.conversions import to_string
from cordee.fhir.path.system_values import system_value

NOW = Environment(now=datetime(2026, 2, 28, 22, 30, tzinfo=UTC))


def values(expression: str, environment: Environment = NOW) -> list[Any]:
    nodes = compile_path(expression, "Patient")({"resourceType": "Patient", "active": True}, environment)
    return [to_string(system_value(node)) for node in nodes]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("@2024-03 < @2024-03-01", []),
        ("@2024-03 < @2024-04-01", ["true"]),
        ("@2024-03-01T10:00:00+02:00 = @2024-03-01T08:00:00Z", ["true"]),
        ("@2024-03-01T10:00:00+02:00 = @2024-03-01T08:00:00", []),
        ("@T10:00 < @T10:00:01", []),
        ("@2024-01-31 + 1 month", ["2024-02-29"]),
        ("@2024-02-29 + 1 year", ["2025-02-28"]),
        ("@2024-02-29 - 4 years", ["2020-02-29"]),
        ("@2024 + 18 months", ["2025"]),
        ("@2024-03-31T23:30:00Z + 45 minutes", ["2024-04-01T00:15:00Z"]),
        ("@T23:30 + 1 hour", ["00:30"]),
        ("@9999-12-31 + 1 day", []),
        ("now() + 1 day", ["2026-03-01T22:30:00.000Z"]),
        ("today()", ["2026-02-28"]),
        ("timeOfDay()", ["22:30:00.000"]),
        ("(now() - 1 hour) < now()", ["true"]),
    ],
)
def test_moments_know_their_precision_and_their_calendar(expression: str, expected: list[str]) -> None:
    assert values(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("4 'mg' = 0.004 'g'", ["true"]),
        ("4 'mg' ~ 0.004 'g'", ["true"]),
        ("1 'g/L' = 100 'mg/dL'", ["true"]),
        ("1 'mg' = 1 'mL'", []),
        ("1 'mg' < 1 'g'", ["true"]),
        ("7 days = 1 week", ["true"]),
        ("7 days = 1 'wk'", ["true"]),
        ("1 year = 1 'a'", []),
        ("1 year ~ 1 'a'", ["true"]),
        ("12 months = 1 year", ["true"]),
        ("1 'kg' + 500 'g'", ["1.5 'kg'"]),
        ("2 'm' * 3 'm'", ["6 'm2'"]),
        ("6 'g' / 2 'g'", ["3 '1'"]),
        ("-(4 'mg')", ["-4 'mg'"]),
        ("'70.5 \\'kg\\''.toQuantity('g')", ["70500 'g'"]),
        ("1 'nonsense' = 1 'nonsense'", ["true"]),
    ],
)
def test_quantities_compare_by_what_they_measure(expression: str, expected: list[str]) -> None:
    assert values(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1.10.toString()", ["1.10"]),
        ("(0.1 + 0.2) = 0.3", ["true"]),
        ("7 div 2", ["3"]),
        ("(-7) div 2", ["-3"]),
        ("(-7) mod 2", ["-1"]),
        ("1 / 0", []),
        ("10.power(99999999)", []),
        ("'a' + {}", []),
        ("'a' & {}", ["a"]),
        ("'Éloïse'.lower()", ["éloïse"]),
        ("'a,b,,c'.split(',').join('-')", ["a-b--c"]),
        ("'2024'.replaceMatches('(\\\\d\\\\d)(\\\\d\\\\d)', '$2$1')", ["2420"]),
        ("'abc'.matches('b')", ["true"]),
        ("'abc'.matches('^b$')", ["false"]),
        ("true and {}", []),
        ("false and {}", ["false"]),
        ("true or {}", ["true"]),
        ("false implies {}", ["true"]),
        ("{} xor true", []),
        ("(1 | 2 | 2 | 1.0).count()", ["2"]),
        ("(3 | 1 | 2).sort()", ["1", "2", "3"]),
        ("(1 | 2 | 3).aggregate($this + $total, 0)", ["6"]),
        ("(1 | 2 | 3).where($index > 0)", ["2", "3"]),
        ("(1 | 2.5 | 3).sum()", ["6.5"]),
        ("(1 | 2 | 3).avg()", ["2"]),
        ("(@2024 | @2023 | @2025).max()", ["2025"]),
        ("(4 'mg' | 1 'g').min()", ["4 'mg'"]),
        ("{}.sum()", []),
        ("iif(active, 'yes', 1 + 'x')", ["yes"]),
        ("1 is Integer and active is boolean and (active is System.Boolean).not()", ["true"]),
        ("Patient.active.type().name", ["boolean"]),
        ("%`vs-administrative-gender`", ["http://hl7.org/fhir/ValueSet/administrative-gender"]),
        ("%more + 1", ["3"]),
    ],
)
def test_functions_give_what_the_specification_says(expression: str, expected: list[str]) -> None:
    assert values(expression, Environment(variables={"more": 2})) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "'a' > 1",
        "'a' - 'b'",
        "(1 | 2) + 1",
        "@2024 + 1",
        "@2024 + 1 'a'",
        "%nobody",
        "1.substring(0)",
        "'a'.matches('(')",
    ],
)
def test_what_cannot_be_computed_is_an_error(expression: str) -> None:
    with pytest.raises(PathEvaluationError):
        values(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "name.given1",
        "Encounter.name",
        "children().first()",
        "iif('a', 1)",
        "name.where(nothing = 1)",
        "(name as Period).start1",
    ],
)
def test_strict_reading_refuses_what_can_give_nothing(expression: str) -> None:
    compile_path(expression, "Patient")
    with pytest.raises(PathSyntaxError):
        compile_path(expression, "Patient", is_strict=True)


@pytest.mark.parametrize(
    "expression",
    [
        "name.given",
        "Patient.deceased as boolean",
        "extension('x').value",
        "contained.status",
        "name.where(use = 'usual').given",
    ],
)
def test_strict_reading_accepts_what_the_definitions_know(expression: str) -> None:
    compile_path(expression, "Patient", is_strict=True)


@pytest.mark.parametrize(
    ("narrative", "is_safe"),
    [
        ("<div xmlns='http://www.w3.org/1999/xhtml'><p>Bonjour</p></div>", True),
        ("<div><img src='a.png' alt='x'/></div>", True),
        ("<div><a href='javascript:x()'>a</a></div>", False),
        ("<div><p onclick='x'>a</p></div>", False),
        ("<div><script>x</script></div>", False),
        ("<div><p>a</div>", False),
        ("<div></div>", False),
        ("<p>a</p>", False),
        ("<div>a</div><div>b</div>", False),
    ],
)
def test_narrative_is_checked(narrative: str, is_safe: bool) -> None:
    resource = {"resourceType": "Patient", "text": {"div": narrative}}
    assert [node.value for node in compile_path("text.`div`.htmlChecks()", "Patient")(resource)] == [is_safe]


def test_environment_answers_for_value_sets_and_profiles() -> None:
    environment = Environment(
        member_of=lambda coded, value_set: coded == "a" if value_set == "vs" else None,
        conforms_to=lambda value, profile: True if profile == "known" else None,
    )
    resource = {"resourceType": "Patient", "gender": "a"}

    def answer(expression: str) -> list[Any]:
        return [node.value for node in compile_path(expression, "Patient")(resource, environment)]

    assert answer("gender.memberOf('vs')") == [True]
    assert answer("gender.memberOf('other')") == []
    assert answer("conformsTo('known')") == [True]
    with pytest.raises(PathEvaluationError):
        answer("conformsTo('unknown')")


def test_references_lead_inside_the_bundle_and_the_resource() -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "p", "gender": "male"}},
            {
                "fullUrl": "urn:uuid:2",
                "resource": {
                    "resourceType": "Observation",
                    "contained": [{"resourceType": "Device", "id": "d", "status": "active"}],
                    "subject": {"reference": "urn:uuid:1"},
                    "device": {"reference": "#d"},
                    "performer": [{"reference": "Patient/p"}],
                },
            },
        ],
    }

    def found(expression: str) -> list[Any]:
        return [node.value for node in compile_path(expression, "Bundle")(bundle)]

    assert found("entry.resource.subject.resolve().gender") == ["male"]
    assert found("entry.resource.performer.resolve().gender") == ["male"]
    assert found("entry.resource.device.resolve().status") == ["active"]
    assert found("entry.resource.subject.where(resolve() is Patient).exists()") == [True]
    assert found("entry.resource.device.resolve().resolve()") == []
