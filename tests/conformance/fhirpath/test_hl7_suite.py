"""HL7's own FHIRPath suite for R4: every case passes, or its exclusion says why not."""

import tomllib
from pathlib import Path

import pytest

from tests.conformance.fhirpath.suite import SUITE, cases, failure

EXCLUSIONS = {
    exclusion["name"]: exclusion
    for exclusion in tomllib.loads(Path(__file__).with_name("exclusions.toml").read_text(encoding="utf-8"))[
        "exclusion"
    ]
}

needs_suite = pytest.mark.skipif(
    not SUITE.is_file(),
    reason="HL7's suite is absent: run `python -m build_support.fhirpath_suite` (needs mvn)",
)


@needs_suite
def test_every_case_passes_or_is_excluded_with_a_reason() -> None:
    found = {case.name: difference for case in cases() if (difference := failure(case))}
    assert {name: text for name, text in found.items() if name not in EXCLUSIONS} == {}
    assert EXCLUSIONS.keys() - found.keys() == set(), "excluded, and passes: take it off the list"


@needs_suite
def test_suite_is_whole() -> None:
    assert sum(1 for _ in cases()) == 935


def test_every_exclusion_has_a_kind_and_a_reason() -> None:
    assert {exclusion["type"] for exclusion in EXCLUSIONS.values()} <= {"feature", "bug", "wontfix"}
    assert all(exclusion["reason"] for exclusion in EXCLUSIONS.values())
