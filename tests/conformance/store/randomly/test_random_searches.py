"""Random searches in random worlds find what a naive search in memory finds: for whoever asks, in order, page by page.

`CORDEE_RANDOM_WORLDS` asks for that many worlds, drawn anew at each run, instead of the few that are always the same.
"""

import asyncio
import os
import secrets
from functools import cmp_to_key
from typing import Any

import hypothesis
import msgspec
import psycopg
import pytest
from hypothesis import given, settings

from cordee.fhir import decode
from cordee.fhir.json_value import Json
from cordee.fhir.search import parse_query
from cordee.store import Asker, Database, Repository, system_asker
from cordee.store.stored import Stored
from tests.conformance.store.randomly.asked import Search
from tests.conformance.store.randomly.oracle import Oracle, World, sort_keys
from tests.conformance.store.randomly.searches import searches
from tests.conformance.store.randomly.worlds import askers, world

WORLDS_DEFAULT = 8
ASKED_OF_EACH = 60
WORLDS = int(os.environ.get("CORDEE_RANDOM_WORLDS") or WORLDS_DEFAULT)
FIRST = secrets.randbits(32) if "CORDEE_RANDOM_WORLDS" in os.environ else 0
"""The seed of the first world; a failure names the seed of its own."""
SYSTEM = system_asker("conformance")
_encode = msgspec.json.Encoder(decimal_format="number").encode


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + WORLDS))
def test_searches_find_what_the_oracle_finds(module_database_url: str, seed: int) -> None:
    resources = world(seed)
    named = {f"{one['resourceType']}/{one['id']}": one for one in resources}
    with asyncio.Runner() as runner:
        repository = runner.run(_stored(module_database_url, resources))

        @hypothesis.seed(seed)
        @settings(max_examples=ASKED_OF_EACH, deadline=None, database=None)
        @given(askers(), searches())
        def ask(asker: Asker, search: Search) -> None:
            runner.run(_compare(repository, named, asker, search))

        try:
            ask()
        finally:
            runner.run(repository.close())
            runner.run(repository.database.close())


async def _compare(repository: Repository, named: World, asker: Asker, search: Search) -> None:
    oracle = Oracle(named, asker)
    expected = oracle.found(search)
    rows, included = await _read_all_pages(repository, asker, search, len(expected))
    ids = [row.id for row in rows]
    assert sorted(ids) == sorted(expected), search.pairs
    assert _is_in_order([named[f"{search.resource_type}/{id_}"] for id_ in ids], search.sort), (
        search.pairs,
        ids,
    )
    if search.count > len(expected):
        assert included == oracle.included(search, expected), search.pairs


async def _stored(database_url: str, resources: list[Json]) -> Repository:
    """Return a repository that holds these resources and nothing else."""
    database = Database(database_url, pool_size=2)
    await database.open()
    repository = Repository(database)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute(
            "TRUNCATE resource, version, circle, consent_rule, trace, index_token, index_reference, index_date,"
            " index_string, index_number, index_quantity, index_position, index_text, index_task CASCADE"
        )
    async with repository.writing(SYSTEM) as unit:
        for content in resources:
            unit.create(decode(_encode(content)))
    return repository


async def _read_all_pages(
    repository: Repository, asker: Asker, search: Search, expected: int
) -> tuple[list[Stored], set[str]]:
    """Return what matches, over all pages, and what came with it."""
    compartment = ("Encounter", search.encounter) if search.encounter else None
    query = parse_query(search.resource_type, search.pairs, strict=True, compartment=compartment)
    rows: list[Stored] = []
    included: set[str] = set()
    while True:
        page = await repository.search(asker, query)

        assert page.total == expected, (search.pairs, [row.id for row in page.rows])
        rows += page.rows
        included |= {f"{row.type}/{row.id}" for row in page.included}
        if page.cursor is None:
            return rows, included
        assert len(rows) <= expected, search.pairs
        query.cursor = page.cursor


def _is_in_order(resources: list[Json], sort: tuple[str, ...]) -> bool:
    """Return whether resources stand in the order asked for; ties may stand either way."""
    keys = [sort_keys(one, sort) for one in resources]
    descending = [code.startswith("-") for code in sort]

    def compare(one: list[Any], other: list[Any]) -> int:
        for left, right, is_descending in zip(one, other, descending, strict=True):
            if left != right:
                if left is None or right is None:
                    return 1 if left is None else -1
                return 1 if (left > right) != is_descending else -1
        return 0

    ordered = sorted(keys, key=cmp_to_key(compare))
    return all(compare(one, other) == 0 for one, other in zip(keys, ordered, strict=True))
