"""In which steps the candidates of a search are gathered, the best first: each a text search of its own. Pure.

A search that a hundred thousand entries answer is not read whole: steps are taken in turn until there are candidates
enough. No entry is found by two steps, and together they find all a search means.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from cordee.store.directory.terms import (
    all_of,
    any_of,
    commune_facet,
    departement_facet,
    exactly,
    is_exact,
    name_term,
)

RING_FIRST, RING = (
    8,
    32,
)  # communes: the nearest are read before the next; an index reads so many at once cheaply
ANY, SAMPLE, OTHERS, NEAREST = "any", "sample", "others", "nearest"


class Step(msgspec.Struct, frozen=True):
    """One text search, and how it is read: as it comes, a sixteenth of all, the others, or the nearest first.

    `is_near`: of those in the communes asked about, or of those elsewhere; but for what `without` finds, if anything.
    """

    query: str
    way: str
    is_near: bool
    without: str | None = None


class Group(msgspec.Struct, frozen=True):
    """What finds one word of a search: any of `queries`; `names` are the words it means, as a name has them."""

    queries: Sequence[str]
    names: Sequence[str] = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What steps are made of: a group for each word, any of each line of facets, and where."""

    groups: Sequence[Group] = ()
    facets: Sequence[Sequence[str]] = ()
    communes: Mapping[str, float] = {}
    only_near: bool = False
    by_distance: bool = False


def steps_of(asked: Asked) -> list[Step]:
    """Return the steps of a search, none when nothing was asked.

    Who bears a word as it was written comes before all others, what is near before what is not, and nearest first. By
    distance, only that counts. Of what is elsewhere a sample comes first: when it gives enough, the rest is not read.
    """
    if not (asked.groups or asked.facets or asked.only_near):
        return []
    facets = [any_of([exactly(term) for term in line]) for line in asked.facets]
    every = [*(any_of(group.queries) for group in asked.groups), *facets]
    names = [exactly(name_term(word)) for group in asked.groups for word in group.names]
    if asked.by_distance or not names:
        return _by_place(asked, every)
    named = [_named(asked.groups), *facets]
    others = [msgspec.structs.replace(step, without=any_of(names)) for step in _by_place(asked, every)]
    return [*_of_a_name(asked, named), *others]


def _by_place(asked: Asked, parts: Sequence[str]) -> list[Step]:
    return [*_near(asked, parts), *_elsewhere(asked, parts)]


def _named(groups: Sequence[Group]) -> str:
    """Return what finds who bears a word of a group and is found by all the others: a name's words are words."""
    ways = []
    for group in groups:
        if group.names:
            rest = [any_of(other.queries) for other in groups if other is not group]
            ways.append(all_of([any_of([exactly(name_term(word)) for word in group.names]), *rest]))
    return any_of(ways)


def _of_a_name(asked: Asked, parts: Sequence[str]) -> Iterator[Step]:
    if asked.communes:
        yield Step(all_of([*parts, _departements(asked.communes)]), NEAREST, True)
    if not asked.only_near:
        yield Step(all_of(parts), ANY, False)


def _near(asked: Asked, parts: Sequence[str]) -> Iterator[Step]:
    """Yield what is near, ring after ring; at once when all is as near, or each ring would gather beginnings anew."""
    if not asked.communes:
        return
    if len(set(asked.communes.values())) == 1:
        yield Step(all_of([*parts, _departements(asked.communes)]), ANY, True)
    elif not all(is_exact(query) for group in asked.groups for query in group.queries):
        yield Step(all_of([*parts, _departements(asked.communes)]), NEAREST, True)
    else:
        for ring in _rings(asked.communes):
            yield Step(all_of([*parts, any_of([exactly(commune_facet(one)) for one in ring])]), NEAREST, True)


def _elsewhere(asked: Asked, parts: Sequence[str]) -> Iterator[Step]:
    if not asked.only_near:
        yield Step(all_of(parts), SAMPLE, False)
        yield Step(all_of(parts), OTHERS, False)


def _rings(communes: Mapping[str, float]) -> Iterator[list[str]]:
    """Yield communes from the nearest on. Those as far as one another may be of two rings."""
    ordered = sorted(communes, key=lambda insee: (communes[insee], insee))
    yield ordered[:RING_FIRST]
    for start in range(RING_FIRST, len(ordered), RING):
        yield ordered[start : start + RING]


def _departements(communes: Mapping[str, float]) -> str:
    return any_of([exactly(term) for term in sorted({departement_facet(code) for code in communes})])
