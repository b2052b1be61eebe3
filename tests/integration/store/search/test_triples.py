"""Every kind of parameter, modifier and prefix: what it becomes, and what it gives."""

import re
from urllib.parse import parse_qsl

import pytest

from cordee.kernel.clock import now
from cordee.store import Asker, Repository
from cordee.store.search.page import page_statement
from tests.integration.store.search.asking import query_of
from tests.integration.store.search.page_of_triples import PAGE, written
from tests.integration.store.search.triples import TABLE, Triple

ALL = [triple for triples in TABLE.values() for triple in triples]


def flat(sql: str) -> str:
    return " ".join(re.sub(r"%\(p\d+\)s::(double precision|[a-z]+)(\[\])?", "p", sql).split())


async def test_every_triple_holds(world: Repository, member: Asker) -> None:
    wrong = []
    for triple in ALL:
        query = query_of(triple.url)
        if triple.sql not in flat(page_statement(member, query, now()).text):
            wrong.append((triple.url, "SQL"))
        ids = [row.id for row in (await world.search(member, query)).rows]
        if (ids if query.sort else sorted(ids)) != triple.ids.split():
            wrong.append((triple.url, ids))
    assert wrong == []


async def test_every_total_is_that_of_its_page(world: Repository, member: Asker) -> None:
    for triple in ALL:
        page = await world.search(member, query_of(f"{triple.url}&_total=accurate"))
        assert (triple.url, page.total) == (triple.url, len(triple.ids.split()))


async def test_pages_of_one_are_the_whole(world: Repository, member: Asker) -> None:
    for triple in ALL:
        query, ids = query_of(f"{triple.url}&_count=1"), []
        while True:
            page = await world.search(member, query)
            ids += [row.id for row in page.rows]
            if page.cursor is None:
                break
            query.cursor = page.cursor
        whole = [row.id for row in (await world.search(member, query_of(triple.url))).rows]
        assert (triple.url, ids) == (triple.url, whole)


def test_the_page_of_the_documentation_is_this_table() -> None:
    assert PAGE.read_text() == written()


@pytest.mark.parametrize("triple", ALL, ids=lambda triple: triple.url)
def test_no_value_stands_in_the_text(triple: Triple, member: Asker) -> None:
    text = page_statement(member, query_of(triple.url), now()).text
    values = [
        value for _, value in parse_qsl(triple.url.partition("?")[2]) if re.search(r"[0-9]{2}|\||/", value)
    ]
    assert [value for value in values if value in text] == []
