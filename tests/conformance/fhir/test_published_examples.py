"""HL7's own R4 resources, some 5 300 with the definitions, come back as they were."""

import pytest

from tests.conformance.fhir.published import exclusions, needs_npm, r4_examples
from tests.conformance.fhir.round_trip import failures

DEFINITIONS = (
    "CodeSystem-",
    "ValueSet-",
    "SearchParameter-",
    "StructureDefinition-",
    "Bundle-",
    "ConceptMap-",
)


@needs_npm
def test_every_clinical_example_round_trips() -> None:
    examples = [example for example in r4_examples() if not example.name.startswith(DEFINITIONS)]

    count, failed = failures(examples)

    assert count > 700
    excluded = exclusions("published_examples.toml")
    assert failed == {name: place for name, place in excluded.items() if not name.startswith(DEFINITIONS)}


@needs_npm
@pytest.mark.slow
@pytest.mark.parametrize("prefix", DEFINITIONS)
def test_every_definition_and_bundle_round_trips(prefix: str) -> None:
    count, failed = failures(r4_examples(prefix))

    assert count > 40
    excluded = exclusions("published_examples.toml")
    assert failed == {name: place for name, place in excluded.items() if name.startswith(prefix)}
