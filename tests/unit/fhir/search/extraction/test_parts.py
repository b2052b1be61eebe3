"""Values in a repeating element carry its ordinal when a composite needs to know."""

from cordee.fhir.search import extract, parameters_of
from tests.unit.fhir.search.rows_of import rows_of

SEQUENCE = {
    "resourceType": "MolecularSequence",
    "referenceSeq": {"chromosome": {"coding": [{"system": "s", "code": "7"}]}},
    "variant": [{"start": 1, "end": 2}, {"start": 4, "end": 5}],
}


def test_component_values_carry_the_ordinal_of_their_component() -> None:
    components = [{"code": {"coding": [{"code": code}]}} for code in ("a", "b")]

    assert rows_of("component-code", {"resourceType": "Observation", "component": components}) == [
        ("", "a", 1),
        ("", "b", 2),
    ]


def test_value_outside_the_group_is_repeated_for_each_of_it() -> None:
    (scope,) = parameters_of("MolecularSequence")["chromosome-variant-coordinate"].scopes

    assert scope.is_grouped
    assert [row[-1] for row in rows_of("variant-start", SEQUENCE)] == [1, 2]
    _, chromosome = scope.components[0]
    found = extract("MolecularSequence", SEQUENCE).tokens
    assert [row[-1] for row in found if row[0] in chromosome] == [1, 2]


def test_composite_of_the_whole_resource_reads_ordinary_rows() -> None:
    table = parameters_of("Observation")
    (scope,) = table["code-value-quantity"].scopes

    assert not scope.is_grouped
    assert scope.components == (
        ("token", table["code"].numbers),
        ("quantity", table["value-quantity"].numbers),
    )


def test_composite_with_components_named_in_the_wrong_order_reads_what_they_name() -> None:
    table = parameters_of("DocumentReference")
    (scope,) = table["relationship"].scopes

    assert scope.components == (
        ("reference", table["relatesto"].numbers),
        ("token", table["relation"].numbers),
    )
