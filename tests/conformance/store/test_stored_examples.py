"""Published resources stored in PostgreSQL and read back: what comes out is what went in, to the digit."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pytest

from cordee.fhir import decode, type_name
from cordee.kernel.errors import InvalidResourceError
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, system_asker
from tests.conformance.fhir.published import Example, guide_examples, needs_npm, needs_shared, r4_examples
from tests.conformance.fhir.round_trip import read_digits

SYSTEM = system_asker("conformance")
BATCH = 200
MARKS = ("versionId", "lastUpdated")


@needs_npm
@pytest.mark.slow
async def test_every_published_resource_is_read_back_as_it_was(database: Database) -> None:
    assert await _stored_and_compared(database, r4_examples()) > 5_000


@needs_shared
@pytest.mark.shared
async def test_every_guide_example_is_read_back_as_it_was(database: Database) -> None:
    assert await _stored_and_compared(database, guide_examples()) > 90


async def _stored_and_compared(database: Database, examples: Iterable[Example]) -> int:
    repository, count, accepted = Repository(database), 0, _accepted(examples)
    while batch := list(islice(accepted, BATCH)):
        async with repository.writing(SYSTEM) as unit:
            references = [f"{type_name(resource)}/{unit.put(resource)}" for _, resource in batch]
        stored = await repository.read_many(SYSTEM, references)
        for reference, (example, _) in zip(references, batch, strict=True):
            sent, found = read_digits(example.content), read_digits(stored[reference].content)
            assert _content(found) == _content(sent | {"id": found["id"]}), example.name
        count += len(batch)
    await repository.close()
    return count


def _accepted(examples: Iterable[Example]) -> Iterator[tuple[Example, Any]]:
    """Yield what the model accepts, each under an id of its own: the packages use some twice."""
    for example in examples:
        try:
            resource = decode(example.content)
        except InvalidResourceError:
            continue  # the conformance of the model names each of these
        resource.id = new_id()
        yield example, resource


def _content(resource: dict[str, Any]) -> dict[str, Any]:
    meta = {name: value for name, value in resource.get("meta", {}).items() if name not in MARKS}
    return resource | {"meta": meta}
