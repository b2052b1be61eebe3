"""The search box of the directory: words in any order, with slips; facets; nearest or best first."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Connection, Database
from cordee.store.directory import spelling
from cordee.store.directory.found import Found, FoundPage
from cordee.store.directory.steps import Asked, Group, Step, steps_of
from cordee.store.directory.terms import asked_words, begun_by, exactly, facet
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.tracing import Tracer

PAGE_SIZE = 30
CANDIDATES_MAX = 1000  # entries ranked and counted for one search; more are told as "more than"
_COUNTS = 3  # columns before those of an entry


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
        """Return one page. Cost: two statements, one without words; up to six more when nothing is as it was typed."""
        words = asked_words(wanted.text)
        async with self._database.connection(asker) as connection:
            page = await _Search(connection, asker, wanted).page(words)
        await self._tracer.write(asker, "search", type_="Directory", count=len(page.rows))
        return page


class _Search:
    """One search on one connection."""

    def __init__(self, connection: Connection, asker: Asker, wanted: Wanted) -> None:
        self._connection = connection
        self._asker = asker
        self._wanted = wanted

    async def page(self, words: Sequence[str]) -> FoundPage:
        """Return the page of the words as they are; when nothing has them, of those they may be slips of.

        A word that begins none of the directory is read as another one; when that finds nothing, or there is none such,
        all of them are.
        """
        known = await spelling.begun(self._connection, words)
        unknown = [word for word in words if not known[word]]
        near = await spelling.alike(self._connection, unknown) if unknown else {}
        page = await (self._corrected(known, near) if unknown else self._found(known, {}))
        if page.total or len(unknown) == len(words):
            return page
        others = await spelling.alike(self._connection, [word for word in words if known[word]])
        return await self._corrected(known, {word: near.get(word, others.get(word, [])) for word in words})

    async def _corrected(self, known: spelling.Known, near: spelling.Known) -> FoundPage:
        if not any(near.values()) or any(not near.get(word) for word, begun in known.items() if not begun):
            return FoundPage()
        page = await self._found(known, near)
        if not page.total:
            return page
        return msgspec.structs.replace(
            page, corrected={word: words[0] for word, words in near.items() if words}
        )

    async def _found(self, known: spelling.Known, near: spelling.Known) -> FoundPage:
        """Return the page of words and of those they may be slips of."""
        wanted = self._wanted
        groups = [_group(word, begun, near.get(word, [])) for word, begun in known.items()]
        facets = [
            [facet(name, value) for value in values] for name, values in wanted.facets.items() if values
        ]
        asked = Asked(
            groups=groups,
            facets=facets,
            communes=wanted.communes,
            only_near=wanted.only_near,
            by_distance=wanted.by_distance,
        )
        steps = steps_of(asked)
        words = [one for word in known for one in (word, *near.get(word, ()))]
        return await self._page(steps, words) if steps else FoundPage()

    async def _page(self, steps: Sequence[Step], names: Sequence[str]) -> FoundPage:
        wanted = self._wanted
        values = predicate_values(self._asker, now()) | {
            "queries": array([step.query for step in steps]),
            "withouts": array([step.without for step in steps]),
            "ways": array([step.way for step in steps]),
            "nears": array([step.is_near for step in steps]),
            "names": array(list(names)),
            "communes": array(list(wanted.communes)),
            "kms": array(list(wanted.communes.values())),  # type: ignore[arg-type]  # written as JSON writes numbers
            "candidates": CANDIDATES_MAX,
            "by_distance": wanted.by_distance,
            "offset": wanted.offset,
            "limit": wanted.limit,
        }
        text = statement("search_directory").replace("{visible}", visible(self._asker))
        return _page_of(await fetch(self._connection, text, values), wanted)


def _group(word: str, begun: Sequence[str], near: Sequence[str]) -> Group:
    """Return what finds a word: those of the directory it begins, and those it may be a slip of."""
    names = [one for one in begun[:1] if one == word]
    queries = dict.fromkeys([*begun_by(word, begun, spelling.KNOWN_MAX), *map(exactly, near)])
    return Group(list(queries), list(dict.fromkeys([*names, *near])))


def _page_of(rows: list[tuple[Any, ...]], wanted: Wanted) -> FoundPage:
    total, kinds, communes = rows[0][:_COUNTS]
    reached = wanted.offset + wanted.limit
    return FoundPage(
        rows=tuple(Found(*row[_COUNTS:]) for row in rows if row[_COUNTS] is not None),
        total=total,
        by_kind=msgspec.json.decode(kinds) if kinds else {},
        by_commune=msgspec.json.decode(communes) if communes else {},
        following=reached if reached < total else None,
    )
