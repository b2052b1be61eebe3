"""Every expression R4 publishes compiles: search parameters and invariants."""

import pytest

from cordee.fhir.definitions import base_registry
from cordee.fhir.json_value import read_json
from cordee.fhir.path import compile_path
from tests.conformance.fhir.published import needs_npm, r4_examples

FAST_AT_LEAST = 0.99
"""Search parameters, all but a handful, are pure navigation: they have the fast form."""


def test_every_search_parameter_compiles_most_to_the_fast_form() -> None:
    paths = [
        compile_path(parameter["expression"], resource_type)
        for parameter in base_registry().all("SearchParameter")
        if "expression" in parameter
        for resource_type in parameter["base"]
    ]
    assert len(paths) > 1_500
    assert sum(path.is_fast for path in paths) / len(paths) > FAST_AT_LEAST


def test_every_invariant_compiles() -> None:
    count = 0
    for structure in base_registry().all("StructureDefinition"):
        for element in structure.get("snapshot", {}).get("element", []):
            for constraint in element.get("constraint", []):
                if "expression" in constraint:
                    compile_path(constraint["expression"], element["path"])
                    count += 1
    assert count > 10_000


@pytest.mark.slow
@needs_npm
def test_both_forms_agree_on_every_published_example() -> None:
    expressions = {
        (parameter["expression"], resource_type)
        for parameter in base_registry().all("SearchParameter")
        if "expression" in parameter
        for resource_type in parameter["base"]
    }
    by_type: dict[str, list[str]] = {}
    for expression, resource_type in sorted(expressions):
        by_type.setdefault(resource_type, []).append(expression)
    different = []
    for example in list(r4_examples())[::15]:
        resource = read_json(example.content)
        for expression in by_type.get(resource["resourceType"], []):
            path = compile_path(expression, resource["resourceType"])
            slow = [(node.value, node.type) for node in path(resource) if node.value is not None]
            if path.pairs(resource) != slow:
                different.append((example.name, expression))
    assert different == []
