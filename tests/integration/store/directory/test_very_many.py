"""More entries than a search looks at: which come first, and that pages give each once."""

from collections.abc import AsyncIterator
from importlib.resources import files

import psycopg
import pytest

from cordee.fhir import systems
from cordee.fhir.r4 import Address, Coding, Extension, Organization
from cordee.store import Asker, Database, Repository, system_asker
from cordee.store.directory import FoundPage, Wanted, search

SOMEBODY = Asker(who="PractitionerRole/x", role="nurse", keys=(), reads=0, writes=0, reader=0)
COMMUNES = [f"71{number:03}" for number in range(1, 61)]
ELSEWHERE = "21231"
KM = {code: float(number) for number, code in enumerate(COMMUNES)}
SAME = dict.fromkeys(COMMUNES, 0.0)
LIMIT = 40
_ENTRIES = "SELECT key, tsvector_to_array(words) FROM directory_entry ORDER BY key"


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    """120 cabinets in the territory and 120 elsewhere; one of each is called so by the name Durand."""
    opened = Repository(database)
    async with opened.writing(system_asker("test")) as unit:
        for number in range(120):
            unit.create(_structure(f"n{number}", f"Cabinet {_name(number)}", COMMUNES[number % 60]))
            unit.create(_structure(f"e{number}", f"Cabinet {_name(number)}", ELSEWHERE))
        unit.create(_structure("durand", "Cabinet Durand", ELSEWHERE))
        unit.create(_structure("village", "Cabinet du Lac", COMMUNES[59], town="Durand-le-Lac"))
    yield opened
    await opened.close()


def _name(number: int) -> str:
    """Return a word of letters alone, another one for each number."""
    return "mar" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def _structure(id_: str, name: str, insee: str, town: str = "Ville") -> Organization:
    code = Extension(url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code=insee))
    return Organization(id=id_, active=True, name=name, address=[Address(city=town, extension=[code])])


async def _page(store: Repository, text: str = "", **wanted: object) -> FoundPage:
    return await store.directory(SOMEBODY, Wanted(text=text, **wanted))  # type: ignore[arg-type]


async def _pages(store: Repository, text: str = "", **wanted: object) -> list[str]:
    ids: list[str] = []
    following: int | None = 0
    while following is not None:
        page = await _page(store, text, offset=following, limit=7, **wanted)
        ids += [one.id for one in page.rows]
        following = page.following
    return ids


@pytest.mark.parametrize("text", ["c", "ca", "cab", "cabin", "cabinet", "m", "mara", "cab mar", "ville ca"])
async def test_each_is_found_once_by_any_beginning_of_its_words(store: Repository, text: str) -> None:
    every = {f"{side}{number}" for side in "ne" for number in range(120)}
    if "mara" in text:
        every = {f"{side}{number}" for side in "ne" for number in range(100)}
    for wanted in ({}, {"communes": SAME}, {"communes": KM}, {"communes": KM, "by_distance": True}):
        found = await _pages(store, text, **wanted)
        assert len(found) == len(set(found))
        assert set(found) - {"durand", "village"} == every
    near = await _pages(store, text, communes=KM, only_near=True)
    assert sorted(set(near) - {"village"}) == sorted(one for one in every if one.startswith("n"))


async def test_beyond_what_is_looked_at_pages_end_and_the_best_are_among_them(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CANDIDATES_MAX", LIMIT)
    for text, wanted in (("cabinet", {}), ("ca", {"communes": SAME}), ("mar", {"communes": KM})):
        found = await _pages(store, text, **wanted)
        assert len(found) == len(set(found)) == LIMIT
        assert found == await _pages(store, text, **wanted)
    near = await _pages(store, "ca", communes=KM)
    assert {one[0] for one in near} == {"n"}  # what is elsewhere comes after all that is near
    by_distance = await _page(
        store, "", facets={"kind": ("structure",)}, communes=KM, by_distance=True, limit=LIMIT
    )
    assert [one.km for one in by_distance.rows] == sorted(float(number // 2) for number in range(LIMIT))
    page = await _page(store, "durand", communes=SAME)
    assert [one.id for one in page.rows] == [
        "durand",
        "village",
    ]  # the name before the town, though elsewhere


async def test_a_page_beyond_the_last_says_how_many_there_are_and_corrects_nothing(store: Repository) -> None:
    page = await _page(store, "durand", offset=30)
    assert (page.rows, page.total, page.following, page.corrected) == ((), 2, None, {})
    second = await _page(store, "duradn", offset=1)
    assert ([one.id for one in second.rows], second.corrected) == (["village"], {"duradn": "durand"})
    assert (await _page(store, "cabinet duradn")).total == 2
    assert (await _page(store, "cabinet zzzzzz")).total == 0


async def test_entries_of_an_older_version_are_given_the_terms_they_lack(
    store: Repository, database: Database
) -> None:
    migration = (
        files("cordee.store").joinpath("migrations", "0031_directory_beginnings.sql").read_text("utf-8")
    )
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as owner:
        before = await (await owner.execute(_ENTRIES)).fetchall()
        await owner.execute("DROP INDEX directory_entry_sample")
        await owner.execute(
            """UPDATE directory_entry SET words = array_to_tsvector(ARRAY(
               SELECT t FROM unnest(tsvector_to_array(words)) t WHERE t !~ '^([~^]|=in:)'))"""
        )
        assert await (await owner.execute(_ENTRIES)).fetchall() != before
        await owner.execute(migration.encode())
        assert await (await owner.execute(_ENTRIES)).fetchall() == before
    assert "~durand" in {term for _, terms in before for term in terms}
    assert (await _page(store, "du")).total == 2
