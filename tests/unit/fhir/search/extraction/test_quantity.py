"""Quantities as written and in base units; numbers; positions."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.fhir.search.rows_of import rows_of

UCUM = "http://unitsofmeasure.org"


def quantity(value: str, **rest: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "valueQuantity": {"value": Decimal(value), **rest}}


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (quantity("5.4", system=UCUM, code="mg/dL"),
         ("5.4", "5.4", UCUM, "mg/dL", "0.054", "0.054", "kg/m**3", 0)),
        (quantity("37", system=UCUM, code="Cel"), ("37", "37", UCUM, "Cel", "310.15", "310.15", "K", 0)),
        (quantity("7.4", system=UCUM, code="[pH]"), ("7.4", "7.4", UCUM, "[pH]", None, None, None, 0)),
        (quantity("5", unit="verres"), ("5", "5", "", "verres", None, None, None, 0)),
        (quantity("5", comparator="<", system=UCUM, code="g"), (None, "5", UCUM, "g", None, "0.005", "kg", 0)),
        (quantity("5", comparator=">="), ("5", None, "", "", None, None, None, 0)),
        ({"resourceType": "Observation", "valueSampledData":
            {"origin": {"value": 10, "system": "s", "code": "mV"}, "factor": Decimal("0.5"), "data": "2 E -4 U 6"}},
         ("8.0", "13.0", "s", "mV", None, None, None, 0)),
    ],
)  # fmt: skip
def test_quantity_has_ends_unit_and_base(content: dict[str, Any], row: tuple[Any, ...]) -> None:
    ((low, high, system, code, base_low, base_high, base_code, part),) = rows_of("value-quantity", content)

    assert (_text(low), _text(high), system, code, _text(base_low), _text(base_high), base_code, part) == row


def test_money_has_its_currency_as_code() -> None:
    content = {"resourceType": "Invoice", "totalNet": {"value": 12, "currency": "EUR"}}

    ((low, high, system, code, *_),) = rows_of("totalnet", content)

    assert (low, high, system, code) == (12, 12, "urn:iso:std:iso:4217", "EUR")


@pytest.mark.parametrize("value", [None, True, "5", Decimal("NaN"), Decimal("1E+400"), 10**200])
def test_what_is_no_number_has_no_row(value: Any) -> None:
    assert rows_of("value-quantity", {"resourceType": "Observation", "valueQuantity": {"value": value}}) == []


@pytest.mark.parametrize(
    ("prediction", "ends"),
    [
        ({"probabilityDecimal": Decimal("0.1")}, ("0.1", "0.1")),
        ({"probabilityRange": {"low": {"value": 1}, "high": {"value": 2}}}, ("1", "2")),
        ({"probabilityRange": {"high": {"value": 2}}}, (None, "2")),
    ],
)
def test_number_has_both_ends(prediction: dict[str, Any], ends: tuple[str | None, str]) -> None:
    ((low, high, _),) = rows_of("probability", {"resourceType": "RiskAssessment", "prediction": [prediction]})

    assert (_text(low), _text(high)) == ends


@pytest.mark.parametrize(("latitude", "rows"), [(Decimal("48.85"), [(Decimal("48.85"), 2)]), (91, [])])
def test_position_lies_on_the_earth(latitude: Any, rows: list[Any]) -> None:
    content = {"resourceType": "Location", "position": {"latitude": latitude, "longitude": 2}}

    assert rows_of("near", content) == rows


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
