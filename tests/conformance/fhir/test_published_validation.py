"""HL7's own R4 resources conform to base R4, but for those that break it themselves."""

import pytest

from cordee.fhir.definitions import base_registry
from tests.conformance.fhir.published import needs_npm, r4_examples
from tests.conformance.fhir.test_published_examples import DEFINITIONS
from tests.conformance.fhir.validated import excluded, faults


@needs_npm
def test_every_clinical_example_validates() -> None:
    examples = [example for example in r4_examples() if not example.name.startswith(DEFINITIONS)]

    count, wrong = faults(examples, base_registry())

    assert count > 700
    known = excluded("published_validation.toml")
    assert wrong == {name: places for name, places in known.items() if not name.startswith(DEFINITIONS)}


@needs_npm
@pytest.mark.slow
@pytest.mark.parametrize("prefix", DEFINITIONS)
def test_every_definition_and_bundle_validates(prefix: str) -> None:
    count, wrong = faults(r4_examples(prefix), base_registry())

    assert count > 40
    known = excluded("published_validation.toml")
    assert wrong == {name: places for name, places in known.items() if name.startswith(prefix)}
