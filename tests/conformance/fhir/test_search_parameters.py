"""Every published search parameter is offered, and finds its values in every published example."""

import json
from functools import cache
from typing import Any

import pytest

from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.definitions import registry
from cordee.fhir.json_value import read_json
from cordee.fhir.path.in_force import shapes_of
from cordee.fhir.search import extract, parameters_of
from cordee.fhir.search.catalogue import catalogue_of, shared_numbers
from cordee.fhir.search.extraction.kinds import writer
from cordee.fhir.search.types import final_types
from tests.conformance.fhir.published import needs_npm, r4_examples

KINDS = ("tokens", "references", "dates", "strings", "numbers", "quantities", "positions")
NOT_OFFERED = {
    ("Patient", "age"): "the definition has no expression",
    ("Patient", "birthOrderBoolean"): "the definition has no expression",
    ("Patient", "part-agree"): "an example whose expression is about DocumentReference",
    ("Resource", "_filter"): "refused: 501",
}
NOT_READ = {
    ("Consent", "source-reference"): {"Attachment"},
    ("Procedure", "date"): {"Age", "Range", "string"},
}
"""Types an expression may end at that its kind makes nothing of."""


@needs_npm
def test_every_published_parameter_is_offered() -> None:
    missing = [
        (base, definition["code"])
        for definition in _published()
        for base in definition.get("base", ())
        if definition["code"] not in parameters_of(base)
        and not (base in ("Resource", "DomainResource") and "expression" not in definition)
    ]

    assert sorted(missing) == sorted(key for key in NOT_OFFERED if key in missing)


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_every_expression_leads_to_types_its_kind_reads(resource_type: str) -> None:
    shapes = shapes_of(registry())
    for source in catalogue_of(registry(), resource_type).sources:
        for atom in source.atoms:
            if atom.steps is None:
                continue
            types = final_types(shapes, resource_type, atom.steps) - {"Extension"}
            unread = {name for name in types if writer(name, source) is None}
            if "extension" not in atom.text:
                assert unread <= NOT_READ.get(source.owner, set()), source.owner


def test_no_two_sets_of_rows_share_a_number() -> None:
    assert shared_numbers(registry()) == []


@needs_npm
def test_every_published_example_has_values_for_what_it_holds() -> None:
    """An element a simple expression names must yield a row under the parameter that names it."""
    seen = 0
    for example in r4_examples():
        content = read_json(example.content)
        type_ = content["resourceType"]
        found = extract(type_, content)
        numbers = {row[0] for kind in KINDS for row in getattr(found, kind)}
        for code, parameter in parameters_of(type_).items():
            if any(_holds(content, expression) for expression in parameter.expressions) and parameter.sources:
                assert numbers & set(parameter.numbers), (example.name, code)
                seen += 1
    assert seen > 30_000


def _holds(content: dict[str, Any], expression: str) -> bool:
    """Whether an expression of one plain name finds a plain element that says something."""
    value = content.get(expression) if expression.isalpha() else None
    return bool(value) or value is False


@cache
def _published() -> list[dict[str, Any]]:
    return [json.loads(example.content) for example in r4_examples("SearchParameter-")]
