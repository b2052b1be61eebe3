"""Every operation served has its definition and its place in the documents."""

from pathlib import Path

import pytest

from cordee.api.operations.operation import Operation
from cordee.api.operations.served import OPERATIONS
from cordee.api.operations.sources import definition_of
from cordee.fhir.json_value import read_json

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.canonical.rpartition("/")[2])
def test_an_operation_serves_what_its_definition_allows(operation: Operation) -> None:
    definition = definition_of(operation.canonical)

    assert (operation.levels or definition.levels) <= definition.levels
    assert operation.not_done <= {one.name for one in definition.inputs if one.min == 0}
    assert f"${definition.code}`" in (ROOT / "docs" / "operations.md").read_text()


def test_a_definition_that_does_not_exist_is_a_fault_of_ours() -> None:
    with pytest.raises(LookupError):
        definition_of("urn:nowhere")


def test_our_own_definitions_are_where_their_address_says() -> None:
    for file in (ROOT / "src/cordee/api/operations/definitions").glob("*.json"):
        content = read_json(file.read_bytes())
        assert content["url"].rpartition("/")[2] == file.stem
        assert definition_of(content["url"]).code == content["code"]
