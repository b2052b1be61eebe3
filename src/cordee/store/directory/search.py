"""The search box of the directory: words in any order, with slips; facets; nearest or best first."""

from collections.abc import Mapping
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.directory.found import Found, FoundPage
from cordee.store.directory.slips import nearest
from cordee.store.directory.terms import asked_words, departement_facet, facet, terms_query
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.tracing import Tracer

PAGE_SIZE = 30
CANDIDATES_MAX = 1000  # entries ranked and counted for one search; more are told as "more than"
_ALIKE = """SELECT w.word, a.word FROM unnest(%(words)s::text::text[]) w (word) CROSS JOIN LATERAL (
    SELECT d.word FROM directory_word d WHERE d.word OPERATOR(%) w.word
    ORDER BY similarity(d.word, w.word) DESC LIMIT 40) a"""
_LOOSE = "SET LOCAL pg_trgm.similarity_threshold = 0.25"  # two letters exchanged in a short name


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for.

    `facets` are values by name, any of each: kind, role, type, need, of (a structure's reference), places.
    `communes` are distances in km by INSEE code: what entries are ordered by, and, when `only_near`, kept to.
    """

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = {}
    communes: Mapping[str, float] = {}
    only_near: bool = False
    by_distance: bool = False
    offset: int = 0
    limit: int = PAGE_SIZE


class DirectorySearch:
    """Answers searches of the directory; traced as searches of it, without their words."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def search(self, asker: Asker, wanted: Wanted) -> FoundPage:
        """Return one page. Cost: one statement, and two more when nothing is written as it was typed."""
        words = asked_words(wanted.text)
        page = await self._page(asker, wanted, [[word] for word in words])
        if not page.rows and words and not wanted.offset:
            page = await self._corrected(asker, wanted, words)
        await self._tracer.write(asker, "search", type_="Directory", count=len(page.rows))
        return page

    async def _corrected(self, asker: Asker, wanted: Wanted, words: list[str]) -> FoundPage:
        async with self._database.transaction(asker) as connection:
            await connection.execute(_LOOSE)
            rows = await fetch(connection, _ALIKE, {"words": array(words)})
        near = {word: nearest(word, [alike for of, alike in rows if of == word]) for word in words}
        if not any(near.values()):
            return FoundPage()
        page = await self._page(asker, wanted, [[word, *near[word]] for word in words])
        if not page.rows:
            return page
        shown = {word: alike[0] for word, alike in near.items() if alike}
        return msgspec.structs.replace(page, corrected=shown)

    async def _page(self, asker: Asker, wanted: Wanted, groups: list[list[str]]) -> FoundPage:
        facets = [
            [facet(name, value) for value in values] for name, values in wanted.facets.items() if values
        ]
        if wanted.only_near:
            facets.append(
                sorted({departement_facet(code) for code in wanted.communes}) or [facet("dep", "-")]
            )
        query = terms_query(groups, facets)
        if not query:
            return FoundPage()
        values = predicate_values(asker, now()) | {
            "query": query,
            "names": array([word for group in groups for word in group]),
            "communes": array(list(wanted.communes)),
            "km": array(list(wanted.communes.values())),  # type: ignore[arg-type]  # written as JSON writes numbers
            "candidates": CANDIDATES_MAX,
            "only_near": wanted.only_near,
            "by_distance": wanted.by_distance,
            "offset": wanted.offset,
            "limit": wanted.limit,
        }
        text = statement("search_directory").replace("{visible}", visible(asker))
        async with self._database.connection(asker) as connection:
            return _page_of(await fetch(connection, text, values), wanted)


def _page_of(rows: list[tuple[Any, ...]], wanted: Wanted) -> FoundPage:
    if not rows:
        return FoundPage()
    total, kinds, communes = rows[0][12:]
    reached = wanted.offset + wanted.limit
    return FoundPage(
        rows=tuple(Found(*row[:12]) for row in rows),
        total=total,
        by_kind=msgspec.json.decode(kinds) if kinds else {},
        by_commune=msgspec.json.decode(communes) if communes else {},
        following=reached if reached < total else None,
    )
