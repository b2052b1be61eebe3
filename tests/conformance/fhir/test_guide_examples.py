"""The examples of the French guides are accepted, but for those that break FHIR itself."""

import pytest

from tests.conformance.fhir.published import exclusions, guide_examples, needs_shared
from tests.conformance.fhir.round_trip import failures


@needs_shared
@pytest.mark.shared
def test_every_guide_example_round_trips() -> None:
    count, failed = failures(guide_examples())

    assert count > 90
    assert failed == exclusions("guide_examples.toml")
