"""Every published R4 example is found by each of its search parameters: by those who may see it, and by no one else."""

import asyncio
from collections.abc import Iterator

import pytest

from cordee.fhir.definitions import base_registry, put_in_force, registry
from cordee.store import Repository
from tests.conformance.fhir.published import Example, needs_npm, r4_examples
from tests.conformance.fhir.test_published_examples import DEFINITIONS
from tests.conformance.store.finding import (
    check_each_is_found,
    check_nobody_else_finds_any,
    check_the_index_leads_to_each,
)
from tests.conformance.store.stored_examples import StoredExample, store_examples

pytestmark = [needs_npm, pytest.mark.slow]

DEFINITIONS_EVERY = 40
"""Of the thousands of definitions, one in so many is stored."""
BYTES_MAX = 300_000


@pytest.fixture(scope="module")
def examples(module_database_url: str) -> Iterator[list[StoredExample]]:
    """Every example, stored, base R4 alone in force."""
    before = registry()
    put_in_force(base_registry())
    yield asyncio.run(store_examples(module_database_url, _clinical_and_some_definitions()))
    put_in_force(before)


async def test_each_example_is_found_by_every_value_it_holds(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    assert len(examples) > 800
    assert await check_each_is_found(module_repository, examples) > 17_000


async def test_the_index_leads_to_every_example(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    assert await check_the_index_leads_to_each(module_repository, examples) > 2_500


async def test_nobody_else_finds_what_is_of_a_record_or_of_nobody(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    await check_nobody_else_finds_any(module_repository, examples)


def _clinical_and_some_definitions() -> Iterator[Example]:
    rank = 0
    for example in r4_examples():
        is_definition = example.name.startswith(DEFINITIONS)
        rank += is_definition
        if not is_definition or (rank % DEFINITIONS_EVERY == 0 and len(example.content) < BYTES_MAX):
            yield example
