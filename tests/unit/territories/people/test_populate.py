"""Populating goes through whatever writes, a record never split, the progress told."""

from datetime import date

import pytest

from cordee.fhir import type_name
from cordee.fhir.r4 import Resource
from cordee.territories import Territory
from cordee.territories.people import population
from cordee.territories.populate import BATCH_RESOURCES, populate

TODAY = date(2026, 11, 22)


async def test_everything_is_written_once_in_batches(territory: Territory) -> None:
    batches: list[list[Resource]] = []
    told: list[tuple[int, int]] = []

    async def write(resources: list[Resource]) -> None:
        batches.append(resources)

    count = await populate(write, territory, 40, 1, TODAY, lambda done, total: told.append((done, total)))
    wanted = [one.id for resources in population(territory, 40, 1, TODAY) for one in resources]
    assert [one.id for batch in batches for one in batch] == wanted
    assert count == len(wanted)
    assert all(BATCH_RESOURCES <= len(batch) < BATCH_RESOURCES + 250 for batch in batches[:-1])
    assert told[-1] == (40, 40)
    assert told == sorted(told)


async def test_a_record_is_never_split_between_two_writes(territory: Territory) -> None:
    owner: dict[str, int] = {}
    batches: list[list[Resource]] = []

    async def write(resources: list[Resource]) -> None:
        batches.append(resources)

    await populate(write, territory, 40, 1, TODAY, lambda done, total: None)
    for number, batch in enumerate(batches):
        for one in batch:
            prefix = (one.id or "")[:13]
            if type_name(one) not in {"Organization", "Practitioner", "PractitionerRole"}:
                assert owner.setdefault(prefix, number) == number


async def test_a_write_that_fails_stops_with_its_error(territory: Territory) -> None:
    async def write(resources: list[Resource]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await populate(write, territory, 5, 1, TODAY, lambda done, total: None)
