"""schemathesis asks what each contract of the guides allows: no fault, and answers of the form it promises."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.acceptance.serving import Served
from tests.conformance.contracts.published import contracts

CASES = 12
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _operations() -> list[Any]:
    found = []
    for name, contract in contracts():
        schema = schemathesis.openapi.from_dict(contract)
        for result in schema.get_all_operations():
            operation = result.ok()
            found.append(
                pytest.param(
                    operation, id=f"{name}-{operation.method.upper()}-{operation.path}".replace("/", ".")
                )
            )
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="../shared is not here"))]


@pytest.mark.parametrize("operation", _operations())
def test_contract_of_a_guide_is_held(operation: Any, api: Served) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=CASES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def holds(case: Any) -> None:
        answer = case.call(base_url=api.base, headers=api.headers)
        case.validate_response(answer, checks=CHECKS)

    holds()
