"""Decimals keep the digits that came."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.fhir import decode, encode
from cordee.fhir.r4 import Observation, Quantity
from tests.unit.fhir.refusals import OBSERVATION, only_issue

TEMPLATE = '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":%s}}'


def value_of(text: str) -> Decimal:
    observation = decode(TEMPLATE % text)
    assert isinstance(observation, Observation)
    assert observation.valueQuantity is not None
    assert observation.valueQuantity.value is not None
    return observation.valueQuantity.value


@pytest.mark.parametrize("text", ["1.10", "0.0", "71.5", "-0.001", "3.14159265358979323846264338327950288"])
def test_digits_come_back_as_sent(text: str) -> None:
    assert encode(decode(TEMPLATE % text)) == (TEMPLATE % text).encode()


@pytest.mark.parametrize(("text", "value"), [("1.0E+2", 100), ("1e-3", Decimal("0.001")), ("7", 7)])
def test_exponents_and_integers_stay_equal(text: str, value: Decimal) -> None:
    assert value_of(text) == value
    assert json.loads(encode(decode(TEMPLATE % text)), parse_float=Decimal)["valueQuantity"]["value"] == value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_decimal_survives_the_round_trip(value: Decimal) -> None:
    read = value_of(str(value))

    assert read == value
    if value.as_tuple().exponent != 0:
        assert str(read) == str(value)


@pytest.mark.parametrize("value", ["1.5", True, [1], {"a": 1}])
def test_what_is_not_a_number_is_refused(value: object) -> None:
    issue = only_issue(OBSERVATION | {"valueQuantity": {"value": value}})

    assert (issue.expression, issue.code) == ("Observation.value.ofType(Quantity).value", "structure")
    assert "sans guillemets" in issue.message_fr


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_number_json_cannot_say_is_not_encoded(value: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        encode(Quantity(value=Decimal(value)))


def test_text_that_says_nan_is_encoded() -> None:
    assert encode(Quantity(unit="NaN")) == b'{"unit":"NaN"}'
