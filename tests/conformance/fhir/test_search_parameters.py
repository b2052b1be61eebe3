"""The curated search parameters have the codes and kinds HL7 published."""

import json

import pytest

from cordee.fhir.search.curated.parameters import PARAMETERS
from tests.conformance.fhir.published import needs_npm, r4_examples

COMMON = {"_id", "_lastUpdated", "_profile", "_security", "_tag"}


@needs_npm
@pytest.mark.parametrize("resource_type", sorted(PARAMETERS))
def test_curated_parameters_are_published_ones(resource_type: str) -> None:
    published = _published()[resource_type]

    for code, parameter in PARAMETERS[resource_type].items():
        if code not in COMMON:
            assert published.get(code) == parameter.kind, code


_CACHE: dict[str, dict[str, str]] = {}


def _published() -> dict[str, dict[str, str]]:
    if not _CACHE:
        for example in r4_examples("SearchParameter-"):
            definition = json.loads(example.content)
            for base in definition.get("base", ()):
                _CACHE.setdefault(base, {})[definition["code"]] = definition["type"]
    return _CACHE
