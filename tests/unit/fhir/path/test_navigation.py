"""From a resource to what an expression names, by the general form and by the fast one."""

import pytest

from cordee.fhir.json_value import read_json
from cordee.fhir.path import Environment, PathEvaluationError, PathSyntaxError, compile_path, location

PATIENT = read_json(
    b"""{"resourceType": "Patient", "id": "p", "active": true,
    "extension": [{"url": "http://e/1", "valueString": "one"}, {"url": "http://e/2", "valueString": "two"}],
    "name": [{"family": "Petit", "given": ["Anne", "Lise"], "use": "official"}, {"given": ["Annie"], "use": "usual"}],
    "telecom": [{"system": "phone", "value": "01"}, {"system": "email", "value": "a@b"}],
    "birthDate": "1950-01-02", "_birthDate": {"extension": [{"url": "http://e/t", "valueTime": "10:00:00"}]},
    "_gender": {"extension": [{"url": "http://e/absent", "valueCode": "unknown"}]},
    "deceasedBoolean": false,
    "contained": [{"resourceType": "Organization", "id": "o", "name": "DAC"}],
    "managingOrganization": {"reference": "#o"},
    "generalPractitioner": [{"reference": "Practitioner/1"}, {"reference": "Organization/2"}]}"""
)

NAVIGATION = [
    ("Patient.name.given", [("Anne", "string"), ("Lise", "string"), ("Annie", "string")]),
    ("name.given", [("Anne", "string"), ("Lise", "string"), ("Annie", "string")]),
    ("Resource.id", [("p", "id")]),
    ("Patient.deceased", [(False, "boolean")]),
    ("Patient.deceased as dateTime", []),
    ("Patient.deceased.ofType(boolean)", [(False, "boolean")]),
    ("Patient.telecom.where(system = 'email').value", [("a@b", "string")]),
    (
        "Patient.generalPractitioner.where(resolve() is Practitioner).reference",
        [("Practitioner/1", "string")],
    ),
    ("Patient.managingOrganization.where(resolve() is Organization).reference", [("#o", "string")]),
    ("Patient.extension('http://e/2').value", [("two", "string")]),
    (
        "Patient.name.family | Patient.name.use",
        [("Petit", "string"), ("official", "code"), ("usual", "code")],
    ),
    ("Patient.nothing", []),
    ("Observation.status", []),
]


@pytest.mark.parametrize(("expression", "expected"), NAVIGATION)
def test_navigation_gives_the_same_in_both_forms(expression: str, expected: list[tuple[object, str]]) -> None:
    path = compile_path(expression, "Patient")
    assert path.is_fast
    assert path.pairs(PATIENT) == expected
    assert [(node.value, node.type) for node in path(PATIENT)] == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("birthDate.extension('http://e/t').value", ["10:00:00"]),
        ("gender.exists()", [True]),
        ("gender.hasValue()", [False]),
        ("gender.extension.value", ["unknown"]),
        ("name[1].given.first()", ["Annie"]),
        ("managingOrganization.resolve().name", ["DAC"]),
        ("contained.ofType(Organization).name", ["DAC"]),
        ("name.where(use = 'usual').exists() and active", [True]),
        ("name.given.count() + 1", [4]),
        ("%ucum", ["http://unitsofmeasure.org"]),
        ("%context.id = %resource.id", [True]),
        ("name.select(given.first() & ' ' & family)", ["Anne Petit", "Annie "]),
        ("{}", []),
    ],
)
def test_expression_gives_its_values(expression: str, expected: list[object]) -> None:
    assert [node.value for node in compile_path(expression, "Patient")(PATIENT)] == expected


def test_node_says_where_it_stands() -> None:
    nodes = compile_path("Patient.name.given", "Patient")(PATIENT)
    assert [location(node) for node in nodes][:2] == ["Patient.name[0].given[0]", "Patient.name[0].given[1]"]


def test_element_context_is_read_with_its_own_type() -> None:
    path = compile_path("value as Quantity", "Observation.component")
    assert path.pairs({"valueQuantity": {"value": 1}}) == [({"value": 1}, "Quantity")]


def test_reference_is_resolved_by_the_environment() -> None:
    asked: list[str] = []

    def resolve(address: str) -> dict[str, object]:
        asked.append(address)
        return {"resourceType": "Practitioner", "id": "1", "gender": "female"}

    path = compile_path("generalPractitioner.first().resolve().gender", "Patient")
    assert [node.value for node in path(PATIENT, Environment(resolve=resolve))] == ["female"]
    assert asked == ["Practitioner/1"]


@pytest.mark.parametrize(
    "expression", ["", "Patient.", "a b", "where(", "name.nope()", "1 +", "'a", "a is Nope"]
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(PathSyntaxError):
        compile_path(expression, "Patient")


def test_several_values_where_one_is_expected_are_refused_with_the_place() -> None:
    with pytest.raises(PathEvaluationError, match="character 23"):
        compile_path("active and name.given + 'x' = 'y'", "Patient")(PATIENT)
