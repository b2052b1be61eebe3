"""FHIRPath Patch: each kind of operation, on elements that repeat or not, and each refusal."""

import copy
from typing import Any

import pytest

from cordee.fhir.patch import FhirPathPatch, PatchFailedError, UnreadablePatchError

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "jeanne",
    "gender": "female",
    "birthDate": "1942-03-12",
    "name": [{"family": "Lambert", "given": ["Jeanne", "Marie", "Rose"]}, {"family": "Petit"}],
    "identifier": [{"value": "1"}, {"value": "2"}, {"value": "3"}],
    "deceasedBoolean": False,
}
LANGUAGE = {"valueCodeableConcept": {"text": "français"}}


def operation(type_: str, path: str, **parts: Any) -> dict[str, Any]:
    """Return one operation; parts are given as they stand in Parameters, without their name."""
    given = [{"name": "type", "valueCode": type_}, {"name": "path", "valueString": path}]
    for name, value in parts.items():
        kind = {"name": "valueString", "value": ""}.get(name, "valueInteger")
        given.append({"name": name, **(value if kind == "" else {kind: value})})
    return {"name": "operation", "part": given}


def apply(*operations: dict[str, Any], resource: dict[str, Any] = PATIENT) -> dict[str, Any]:
    patch = FhirPathPatch(
        {"resourceType": "Parameters", "parameter": list(operations)}, resource["resourceType"]
    )
    before = copy.deepcopy(resource)
    after = patch.apply(copy.deepcopy(resource))
    assert patch.apply(copy.deepcopy(resource)) == after, "a patch may be applied again"
    assert resource == before
    return after


@pytest.mark.parametrize(
    ("one", "element", "expected"),
    [
        (operation("add", "Patient", name="active", value={"valueBoolean": True}), "active", True),
        (
            operation("add", "Patient.name[0]", name="given", value={"valueString": "Anne"}),
            "name",
            [{"family": "Lambert", "given": ["Jeanne", "Marie", "Rose", "Anne"]}, {"family": "Petit"}],
        ),
        (
            operation(
                "add", "Patient", name="maritalStatus", value={"valueCodeableConcept": {"text": "veuve"}}
            ),
            "maritalStatus",
            {"text": "veuve"},
        ),
        (
            operation(
                "add",
                "Patient",
                name="contact",
                value={
                    "part": [
                        {"name": "relationship", "valueCodeableConcept": {"text": "fille"}},
                        {"name": "name", "valueHumanName": {"family": "Roux"}},
                        {"name": "gender", "valueCode": "female"},
                    ]
                },
            ),
            "contact",
            [{"relationship": [{"text": "fille"}], "name": {"family": "Roux"}, "gender": "female"}],
        ),
        (
            operation("insert", "Patient.identifier", index=1, value={"valueIdentifier": {"value": "x"}}),
            "identifier",
            [{"value": "1"}, {"value": "x"}, {"value": "2"}, {"value": "3"}],
        ),
        (
            operation("insert", "Patient.identifier", index=3, value={"valueIdentifier": {"value": "x"}}),
            "identifier",
            [{"value": "1"}, {"value": "2"}, {"value": "3"}, {"value": "x"}],
        ),
        (operation("delete", "Patient.birthDate"), "birthDate", None),
        (operation("delete", "Patient.maritalStatus"), "maritalStatus", None),
        (
            operation("delete", "Patient.name.where(family = 'Petit')"),
            "name",
            [{"family": "Lambert", "given": ["Jeanne", "Marie", "Rose"]}],
        ),
        (
            operation("delete", "Patient.name[0].given.where($this = 'Marie')"),
            "name",
            [{"family": "Lambert", "given": ["Jeanne", "Rose"]}, {"family": "Petit"}],
        ),
        (operation("replace", "Patient.gender", value={"valueCode": "other"}), "gender", "other"),
        (
            operation("replace", "Patient.name[0].given[1]", value={"valueString": "Anne"}),
            "name",
            [{"family": "Lambert", "given": ["Jeanne", "Anne", "Rose"]}, {"family": "Petit"}],
        ),
        (
            operation("replace", "Patient.deceased", value={"valueDateTime": "2026-01-02"}),
            "deceasedDateTime",
            "2026-01-02",
        ),
        (
            operation("move", "Patient.identifier", source=2, destination=0),
            "identifier",
            [{"value": "3"}, {"value": "1"}, {"value": "2"}],
        ),
        (
            operation("move", "Patient.name[0].given", source=0, destination=2),
            "name",
            [{"family": "Lambert", "given": ["Marie", "Rose", "Jeanne"]}, {"family": "Petit"}],
        ),
    ],
)
def test_an_operation_changes_its_place_and_nothing_else(
    one: dict[str, Any], element: str, expected: Any
) -> None:
    after = apply(one)

    assert after.get(element) == expected
    others = {key: value for key, value in after.items() if not key.startswith(element[:8])}
    assert others == {key: value for key, value in PATIENT.items() if not key.startswith(element[:8])}


def test_a_choice_replaced_by_another_type_leaves_one_of_them() -> None:
    after = apply(operation("replace", "Patient.deceased", value={"valueDateTime": "2026-01-02"}))

    assert "deceasedBoolean" not in after


def test_what_stands_beside_a_primitive_moves_and_goes_with_it() -> None:
    one = {"id": "a", "extension": [{"url": "urn:x", "valueBoolean": True}]}
    before = {"resourceType": "Patient", "name": [{"given": ["A", "B"], "_given": [None, one]}]}

    moved = apply(operation("move", "Patient.name.given", source=1, destination=0), resource=before)
    deleted = apply(operation("delete", "Patient.name.given[1]"), resource=before)

    assert moved["name"] == [{"given": ["B", "A"], "_given": [one, None]}]
    assert deleted["name"] == [{"given": ["A"]}]


def test_the_last_item_takes_its_list_with_it() -> None:
    before = {"resourceType": "Patient", "name": [{"family": "Petit"}]}

    assert "name" not in apply(operation("delete", "Patient.name[0]"), resource=before)


def test_operations_follow_one_another() -> None:
    after = apply(
        operation(
            "add", "Patient", name="contact", value={"part": [{"name": "gender", "valueCode": "male"}]}
        ),
        operation("add", "Patient.contact[0]", name="name", value={"valueHumanName": {"family": "Roux"}}),
        operation("replace", "Patient.contact[0].gender", value={"valueCode": "female"}),
    )

    assert after["contact"] == [{"gender": "female", "name": {"family": "Roux"}}]


@pytest.mark.parametrize(
    "one",
    [
        operation("add", "Patient", name="gender", value={"valueCode": "male"}),
        operation("add", "Patient", name="colour", value={"valueCode": "male"}),
        operation("add", "Patient.name", name="given", value={"valueString": "two names"}),
        operation("add", "Patient.contact", name="gender", value={"valueCode": "male"}),
        operation("add", "Patient", name="deceased", value={"valueCode": "male"}),
        operation("insert", "Patient.identifier", index=4, value={"valueIdentifier": {"value": "x"}}),
        operation("insert", "Patient.identifier", index=-1, value={"valueIdentifier": {"value": "x"}}),
        operation("insert", "Patient.contact", index=0, value={"valueIdentifier": {"value": "x"}}),
        operation("insert", "Patient.gender", index=0, value={"valueCode": "x"}),
        operation("delete", "Patient.name"),
        operation("delete", "Patient"),
        operation("delete", "Patient.name[0].family.length()"),
        operation("replace", "Patient.maritalStatus", value={"valueCodeableConcept": {"text": "x"}}),
        operation("replace", "Patient.name.given", value={"valueString": "x"}),
        operation("move", "Patient.identifier", source=3, destination=0),
        operation("move", "Patient.identifier", source=0, destination=3),
        operation("move", "Patient.name.family", source=0, destination=1),
        operation("delete", "Patient.name["),
        operation("replace", "Patient.gender", value={}),
    ],
)
def test_an_operation_that_does_not_apply_fails_and_names_itself(one: dict[str, Any]) -> None:
    with pytest.raises(PatchFailedError) as refused:
        apply(operation("replace", "Patient.gender", value={"valueCode": "male"}), one)

    assert refused.value.issues[0].expression == "Parameters.parameter[1]"


@pytest.mark.parametrize(
    "parameters",
    [
        {"resourceType": "Patient"},
        {"resourceType": "Parameters"},
        {"resourceType": "Parameters", "parameter": [{"name": "other"}]},
        {"resourceType": "Parameters", "parameter": [operation("test", "Patient")]},
        {"resourceType": "Parameters", "parameter": [operation("add", "Patient", name="active")]},
        {"resourceType": "Parameters", "parameter": [operation("move", "Patient.name", source=1)]},
        {"resourceType": "Parameters", "parameter": [operation("delete", "x" * 1001)]},
        {"resourceType": "Parameters", "parameter": [operation("delete", "Patient.name")] * 501},
        {"resourceType": "Parameters", "parameter": [operation("insert", "a", index="1", value=LANGUAGE)]},
    ],
)
def test_what_is_no_patch_is_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(UnreadablePatchError):
        FhirPathPatch(parameters, "Patient")
