"""Writes of the same moment share a statement; each is stored or refused as if it were alone."""

import asyncio

from cordee.kernel.errors import CordeeError, ForbiddenError
from cordee.store import Asker, Repository
from cordee.store.errors import AlreadyExistsError
from tests.integration.store.people import COORDINATOR, GP, NURSE, OUTSIDER, asker, weight
from tests.platform import PLATFORM


async def _create(repository: Repository, who: Asker, *ids: str) -> None:
    async with repository.writing(who) as unit:
        for id_ in ids:
            resource = weight()
            resource.id = id_
            unit.create(resource)


async def _stored(repository: Repository) -> set[str]:
    async with repository.database.connection(PLATFORM) as connection:
        rows = await connection.execute("SELECT id FROM resource WHERE type = 'Observation'")
        return {row[0] for row in await rows.fetchall()}


async def test_writes_of_one_moment_are_all_stored_each_with_its_writer_and_its_trace(
    repository: Repository,
) -> None:
    people = [NURSE, GP, COORDINATOR] * 20
    await asyncio.gather(*(_create(repository, asker(person), f"o{n}") for n, person in enumerate(people)))
    assert await _stored(repository) == {f"o{n}" for n in range(60)}
    async with repository.database.connection(PLATFORM) as connection:
        rows = await connection.execute(
            "SELECT r.id, r.updated_by, t.who FROM resource r JOIN trace t ON t.id = r.id AND t.action = 'create'"
            " WHERE r.type = 'Observation'"
        )
        written = {row[0]: row[1:] for row in await rows.fetchall()}
    assert written == {f"o{n}": (person.who, person.who) for n, person in enumerate(people)}


async def test_refused_write_leaves_those_of_the_same_moment_untouched(repository: Repository) -> None:
    answers = await asyncio.gather(
        _create(repository, asker(NURSE), "a"),
        _create(repository, asker(OUTSIDER), "refused"),
        _create(repository, asker(GP), "b", "c"),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [type(None), ForbiddenError, type(None)]
    assert await _stored(repository) == {"a", "b", "c"}


async def test_same_id_twice_in_one_moment_is_stored_once_and_its_unit_whole_or_not(
    repository: Repository,
) -> None:
    answers = await asyncio.gather(
        _create(repository, asker(NURSE), "same"),
        _create(repository, asker(GP), "same", "with-it"),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, CordeeError)]
    assert [type(answer) for answer in refused] == [AlreadyExistsError]
    assert await _stored(repository) in ({"same"}, {"same", "with-it"})
