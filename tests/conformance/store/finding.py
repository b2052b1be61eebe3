"""Ask for stored examples by their own values, many at a time, and tell which were not found."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cordee.fhir.search import parse_query
from cordee.kernel.errors import CordeeError
from cordee.store import Asker, Repository
from tests.conformance.store.stored_examples import (
    STRANGER,
    SYSTEM,
    StoredExample,
    member_of_every_circle,
)

TOGETHER_MAX = 40
"""Criteria of one search; a search may have fifty."""
ALTERNATIVES_MAX = 200
"""Values of one criterion; a criterion may have five hundred."""
TOLD_MAX = 40


class Missing(NamedTuple):
    """A search that did not find an example by the example's own value."""

    example: str
    name: str
    value: str


class Finding:
    """Asks as one asker, and counts."""

    def __init__(self, repository: Repository, asker: Asker) -> None:
        self._repository = repository
        self._asker = asker
        self.searches = 0
        """Pairs of an example and a value of its own that were tried."""
        self.missing: list[Missing] = []

    async def each_by_all_its_values(self, examples: Iterable[StoredExample]) -> None:
        """Ask for each example by its id and all its values at once: one that does not hold leaves it out."""
        for example in examples:
            asked = example.searches
            self.searches += len(asked)
            for start in range(0, len(asked), TOGETHER_MAX):
                together = asked[start : start + TOGETHER_MAX]
                if not await self._is_found(example, together):
                    await self._tell_which(example, together)

    async def all_by_one_parameter(self, examples: Iterable[StoredExample]) -> None:
        """Ask for all examples of a type by the values of one parameter, as alternatives: the index leads to each."""
        by_name: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        names: dict[str, str] = {}
        for example in examples:
            type_name, id_ = example.content["resourceType"], example.content["id"]
            names[example.reference] = example.name
            for name, value in example.searches:
                by_name[type_name, name][value].add(id_)
        for (type_name, name), values in by_name.items():
            for start in range(0, len(values), ALTERNATIVES_MAX):
                some = dict(list(values.items())[start : start + ALTERNATIVES_MAX])
                wanted = set().union(*some.values())
                found = await self._ids(type_name, [(name, ",".join(some)), ("_count", "500")])
                self.searches += 1
                for id_ in wanted - found:
                    value = next(value for value, ids in some.items() if id_ in ids)
                    self.missing.append(Missing(names[f"{type_name}/{id_}"], name, value))

    async def _is_found(self, example: StoredExample, asked: list[tuple[str, str]]) -> bool:
        id_ = example.content["id"]
        return await self._ids(example.content["resourceType"], [("_id", id_), *asked]) == {id_}

    async def _tell_which(self, example: StoredExample, asked: list[tuple[str, str]]) -> None:
        for name, value in asked:
            try:
                found = await self._is_found(example, [(name, value)])
            except CordeeError as error:
                self.missing.append(Missing(example.name, name, f"{value} !! {error.message_en}"))
                continue
            if not found:
                self.missing.append(Missing(example.name, name, value))

    async def _ids(self, type_name: str, pairs: list[tuple[str, str]]) -> set[str]:
        page = await self._repository.search(self._asker, parse_query(type_name, pairs, strict=True))
        return {row.id for row in page.rows}


def tell(missing: list[Missing]) -> None:
    """Fail naming the first searches that did not find an example."""
    named = [f"{one.example}: {one.name}={one.value[:200]}" for one in missing[:TOLD_MAX]]
    assert not missing, "\n".join([f"{len(missing)} not found", *named])


async def check_each_is_found(repository: Repository, examples: list[StoredExample]) -> int:
    """Assert that every example is found by every value of its own; return how many values that were."""
    member = Finding(repository, member_of_every_circle(examples))
    await member.each_by_all_its_values([one for one in examples if one.is_seen])
    platform = Finding(repository, SYSTEM)
    await platform.each_by_all_its_values([one for one in examples if not one.is_seen])
    tell(member.missing + platform.missing)
    return member.searches + platform.searches


async def check_the_index_leads_to_each(repository: Repository, examples: list[StoredExample]) -> int:
    """Assert that searches by one parameter lead to every example; return how many searches that were."""
    member = Finding(repository, member_of_every_circle(examples))
    await member.all_by_one_parameter([one for one in examples if one.is_seen])
    platform = Finding(repository, SYSTEM)
    await platform.all_by_one_parameter(examples)
    tell(member.missing + platform.missing)
    return member.searches + platform.searches


async def check_nobody_else_finds_any(repository: Repository, examples: list[StoredExample]) -> None:
    """Assert that a stranger finds the directory only, and a member nothing beside it and the members' records."""
    open_to_all = {one.reference for one in examples if one.is_open}
    allowed = {one.reference for one in examples if one.is_seen}
    for asker, sees in ((STRANGER, open_to_all), (member_of_every_circle(examples), allowed)):
        found = set()
        for type_name in {one.content["resourceType"] for one in examples}:
            page = await repository.search(asker, parse_query(type_name, [("_count", "500")]))
            found |= {f"{type_name}/{row.id}" for row in page.rows}
        assert found == sees
