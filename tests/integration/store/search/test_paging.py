"""Pages: one statement each, right while others write, and cursors that belong to their query."""

import asyncio

import pytest

from cordee.fhir.r4 import Observation
from cordee.kernel.errors import InvalidRequestError
from cordee.store import Asker, Repository, system_asker
from cordee.store.search import searching
from tests.integration.store.people import weight
from tests.integration.store.search.asking import found, query_of
from tests.integration.store.search.triples import SORT

COUNT = 60
ORDERS = [
    "",
    "_sort=date",
    "_sort=-date",
    "_sort=code,-date",
    "_sort=-_lastUpdated",
    "_sort=_lastUpdated",
    "_sort=value-quantity",
]


def _numbered(number: int) -> Observation:
    made = weight(f"{50 + number % 7}.0", at=f"2026-03-{1 + number % 20:02}T08:00:00Z")
    made.id = f"w{number}"
    if number % 5 == 0:
        made.valueQuantity = None
    return made


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_hold_each_once_while_others_write(world: Repository, member: Asker, order: str) -> None:
    async with world.writing(system_asker("test")) as unit:
        for number in range(COUNT):
            unit.create(_numbered(number))
    expected = {f"w{number}" for number in range(COUNT)} | {"weight", "weight-g", "pressure", "pulse"}

    async def others_write() -> None:
        for number in range(COUNT, 2 * COUNT):
            async with world.writing(system_asker("test")) as unit:
                unit.create(_numbered(number))

    async def read_all() -> list[str]:
        query, ids = query_of(f"Observation?_count=7&{order}".rstrip("&")), []
        while True:
            page = await world.search(member, query)
            ids += [row.id for row in page.rows]
            if page.cursor is None:
                return ids
            query.cursor = page.cursor

    ids, _ = await asyncio.gather(read_all(), others_write())
    assert len(ids) == len(set(ids))
    assert expected <= set(ids)


async def test_pages_are_right_when_a_type_is_walked_in_order(
    world: Repository, member: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound in ("RECORDS_FEW", "RECORDS_MAX", "KEYS_MAX"):
        monkeypatch.setattr(f"cordee.store.search.source.{bound}", 0)
    for triple in SORT:
        query, ids = query_of(f"{triple.url}&_count=1&_total=accurate"), []
        while True:
            page = await world.search(member, query)
            assert page.total == len(triple.ids.split())
            ids += [row.id for row in page.rows]
            if page.cursor is None:
                break
            query.cursor = page.cursor
        assert (triple.url, ids) == (triple.url, triple.ids.split())


async def test_cursor_of_another_query_is_refused(world: Repository, member: Asker) -> None:
    cursor = (await found(world, member, "Observation?_count=1")).cursor
    assert cursor is not None
    for url in ("Observation?_count=1&status=final", "Observation?_count=1&_sort=date", "Patient?_count=1"):
        query = query_of(url)
        query.cursor = cursor
        with pytest.raises(InvalidRequestError):
            await world.search(member, query)
    for broken in ("", "x", cursor[:-3], "W10", "A" * 5000):
        query = query_of("Observation?_count=1")
        query.cursor = broken
        if broken:
            with pytest.raises(InvalidRequestError):
                await world.search(member, query)


async def test_a_page_is_one_statement(
    world: Repository, member: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    fetch = searching.fetch

    async def counted(*given: object) -> object:
        sent.append(given[1])
        return await fetch(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "fetch", counted)
    page = await found(
        world,
        member,
        "Patient?family=lambert&_total=accurate&_include=Patient:general-practitioner&_revinclude=Observation:patient"
        "&_include:iterate=Observation:subject",
    )
    assert page.total == 1
    assert {one.reference for one in page.included} >= {"Practitioner/house", "Observation/weight"}
    assert len(sent) == 1


async def test_storms_are_bounded(world: Repository, member: Asker) -> None:
    iterated = ["_revinclude:iterate=Observation:patient", "_include:iterate=Observation:subject"]
    storm = "&".join(["_include=*"] * 5 + iterated)
    assert len((await found(world, member, f"Patient?{storm}")).included) < 20
    ids = ",".join(f"nobody-{number}" for number in range(490)) + ",jeanne"
    assert len((await found(world, member, f"Patient?_id={ids}")).rows) == 1
    fifty = "&".join(f"code:not=absent-{number}" for number in range(50))
    assert len((await found(world, member, f"Observation?{fifty}")).rows) == 4
    every = "Observation?_sort=code,date,status,category,value-quantity"
    assert len((await found(world, member, every)).rows) == 4
