"""Values put into resources: lists, choices, close types, and paths that lead nowhere."""

from decimal import Decimal
from typing import Any

import pytest

from cordee.fhir.path import Node, compile_path
from cordee.fhir.placing import UnplaceableError, place


def computed(expression: str) -> list[Node]:
    return compile_path(expression, "Patient")(
        {"resourceType": "Patient", "id": "p", "birthDate": "1950-01-02"}
    )


def placed(type_: str, path: str, expression: str, **target: Any) -> dict[str, Any]:
    found = {"resourceType": type_, **target}
    place(found, path, computed(expression))
    return {name: value for name, value in found.items() if name != "resourceType"}


@pytest.mark.parametrize(
    ("type_", "path", "expression", "expected"),
    [
        ("Task", "description", "'Appeler'", {"description": "Appeler"}),
        ("ServiceRequest", "occurrence", "@2026-11-25", {"occurrenceDateTime": "2026-11-25"}),
        ("ServiceRequest", "quantity", "30 'mg'", {"quantityQuantity": {
            "value": Decimal(30), "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}),
        ("MedicationRequest", "dispenseRequest.numberOfRepeatsAllowed", "3",
         {"dispenseRequest": {"numberOfRepeatsAllowed": 3}}),
        ("MedicationRequest", "dosageInstruction[0].text", "'un par jour'",
         {"dosageInstruction": [{"text": "un par jour"}]}),
        ("ServiceRequest", "note", "'à domicile'", {"note": [{"text": "à domicile"}]}),
        ("ServiceRequest", "code", "'Bilan'", {"code": {"text": "Bilan"}}),
        ("Task", "for", "%context", {"for": {"reference": "Patient/p"}}),
        ("Task", "restriction.period.start", "birthDate", {"restriction": {"period": {"start": "1950-01-02"}}}),
    ],
)  # fmt: skip
def test_a_value_takes_the_form_of_its_element(
    type_: str, path: str, expression: str, expected: dict[str, Any]
) -> None:
    assert placed(type_, path, expression) == expected


def test_another_form_of_a_choice_goes() -> None:
    found = placed("ServiceRequest", "occurrence", "@2026-11-25", occurrencePeriod={"start": "2026"})

    assert found == {"occurrenceDateTime": "2026-11-25"}


def test_nothing_removes_what_stood_there() -> None:
    assert placed("Task", "description", "{}", description="x") == {}
    assert placed("ServiceRequest", "occurrence", "{}", occurrencePeriod={"start": "2026"}) == {}


@pytest.mark.parametrize(
    ("path", "expression"),
    [
        ("colour", "'x'"),
        ("description.x", "'x'"),
        ("__class__", "'x'"),
        ("note[9999].text", "'x'"),
        ("note[5].text", "'x'"),
        ("restriction", "'x'"),
        ("", "'x'"),
        (".".join(["extension"] * 30), "'x'"),
        ("authoredOn", "true"),
    ],
)
def test_a_path_or_value_that_does_not_fit_is_refused(path: str, expression: str) -> None:
    with pytest.raises(UnplaceableError):
        placed("Task", path, expression)
