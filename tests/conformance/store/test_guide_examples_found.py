"""Every example of the French guides is found by each parameter of R4 and of the guides it has a value for."""

import asyncio
from collections.abc import Iterator

import pytest

from cordee.fhir.definitions import Registry, base_artefact, put_in_force, registry
from cordee.fhir.definitions.compiling import compile_package
from cordee.store import Repository
from tests.conformance.fhir.published import SHARED, guide_examples, needs_shared
from tests.conformance.store.finding import (
    check_each_is_found,
    check_nobody_else_finds_any,
    check_the_index_leads_to_each,
)
from tests.conformance.store.stored_examples import StoredExample, store_examples

pytestmark = [needs_shared, pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def examples(module_database_url: str) -> Iterator[list[StoredExample]]:
    """Every example, stored, with base R4 and every guide in force."""
    before = registry()
    packages = [compile_package(file.read_bytes()).artefact for file in sorted((SHARED / "ig").glob("*.tgz"))]
    put_in_force(Registry(base_artefact(), tuple(packages)))
    yield asyncio.run(store_examples(module_database_url, guide_examples()))
    put_in_force(before)


async def test_each_example_is_found_by_every_value_it_holds(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    assert len(examples) > 90
    assert await check_each_is_found(module_repository, examples) > 1_500


async def test_the_index_leads_to_every_example(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    assert await check_the_index_leads_to_each(module_repository, examples) > 400


async def test_nobody_else_finds_what_is_of_a_record_or_of_nobody(
    examples: list[StoredExample], module_repository: Repository
) -> None:
    await check_nobody_else_finds_any(module_repository, examples)
