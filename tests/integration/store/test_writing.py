"""Versions, locking and transactions on a real PostgreSQL."""

import asyncio
from decimal import Decimal

import msgspec
import pytest

from cordee.fhir import decode
from cordee.fhir.r4 import CodeableConcept, Identifier
from cordee.fhir.search import parse_query
from cordee.kernel.errors import GoneError, InvalidResourceError, NotFoundError, VersionConflictError
from cordee.store import Repository, system_asker
from cordee.store.errors import AlreadyExistsError
from tests.integration.store.people import GP, NURSE, asker, patient, weight
from tests.platform import PLATFORM

SYSTEM = system_asker("test")


async def _count(repository: Repository, table: str) -> int:
    async with repository.database.connection(PLATFORM) as connection:
        row = await (await connection.execute(f"SELECT count(*) FROM {table}")).fetchone()
    assert row is not None
    return int(row[0])


async def test_created_resource_is_read_back_with_its_digits(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        id_ = unit.create(weight("62.10"))
    found = await repository.read(asker(GP), "Observation", id_)
    assert found.version == 1
    assert b'"value":62.10' in found.content
    assert found.resource.valueQuantity.value == Decimal("62.10")
    assert found.resource.meta.versionId == "1"


async def test_update_keeps_the_old_version(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        id_ = unit.create(weight("62.1"))
    changed = weight("64.6")
    changed.id = id_
    async with repository.writing(asker(NURSE)) as unit:
        unit.update(changed, expected_version=1)
    assert [row.version for row in (await repository.history(asker(GP), "Observation", id_)).rows] == [2, 1]
    assert (await repository.vread(asker(GP), "Observation", id_, 1)).resource.valueQuantity.value == Decimal(
        "62.1"
    )
    assert (await repository.read(asker(GP), "Observation", id_)).updated_by == NURSE.who


async def test_two_writers_at_once_one_is_told(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        id_ = unit.create(weight())

    async def change(kilograms: str) -> str:
        observation = weight(kilograms)
        observation.id = id_
        try:
            async with repository.writing(asker(NURSE)) as unit:
                unit.update(observation, expected_version=1)
        except VersionConflictError:
            return "told"
        return "stored"

    outcomes = await asyncio.gather(*(change(str(60 + n)) for n in range(4)))
    assert sorted(outcomes) == ["stored", "told", "told", "told"]
    assert (await repository.read(asker(GP), "Observation", id_)).version == 2


async def test_updates_without_expected_version_are_linear(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        id_ = unit.create(weight())

    async def change(n: int) -> None:
        observation = weight(str(60 + n))
        observation.id = id_
        async with repository.writing(asker(NURSE)) as unit:
            unit.update(observation)

    await asyncio.gather(*(change(n) for n in range(8)))
    assert [row.version for row in (await repository.history(SYSTEM, "Observation", id_)).rows] == list(
        range(9, 0, -1)
    )


async def test_deleted_is_gone_and_its_history_stays(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        id_ = unit.create(weight())
    async with repository.writing(asker(NURSE)) as unit:
        unit.delete("Observation", id_)
    with pytest.raises(GoneError):
        await repository.read(asker(GP), "Observation", id_)
    with pytest.raises(GoneError):
        async with repository.writing(asker(NURSE)) as unit:
            gone = weight()
            gone.id = id_
            unit.update(gone)
    history = (await repository.history(asker(GP), "Observation", id_)).rows
    assert [(row.version, row.deleted) for row in history] == [(2, True), (1, False)]
    assert (await repository.shelves(asker(GP), "jeanne", {"Observation": 5}))["Observation"] == []


async def test_unit_with_one_impossible_write_stores_nothing(repository: Repository) -> None:
    before = await _count(repository, "resource")
    with pytest.raises(NotFoundError):
        async with repository.writing(SYSTEM) as unit:
            unit.create(weight())
            unit.defer("notify-circle", note="x")
            absent = weight()
            absent.id = "absent"
            unit.update(absent)
    assert await _count(repository, "resource") == before
    assert await _count(repository, "procrastinate_jobs") == 0


async def test_exception_inside_the_block_stores_nothing(repository: Repository) -> None:
    before = await _count(repository, "resource")
    with pytest.raises(RuntimeError):
        async with repository.writing(SYSTEM) as unit:
            unit.create(weight())
            raise RuntimeError
    assert await _count(repository, "resource") == before


async def test_job_is_enqueued_with_the_write(repository: Repository) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight())
        unit.defer("notify-circle", note="x")
    assert await _count(repository, "procrastinate_jobs") == 1


async def test_creating_twice_under_one_id_is_refused(repository: Repository) -> None:
    with pytest.raises(AlreadyExistsError, match="Patient/jeanne"):
        async with repository.writing(SYSTEM) as unit:
            unit.create(patient())


async def test_put_of_equal_content_makes_no_version(repository: Repository) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.put(patient())
    assert unit.results[0].outcome == "unchanged"
    async with repository.writing(SYSTEM) as unit:
        unit.put(patient(family="Moreau"))
    assert (unit.results[0].outcome, unit.results[0].version) == ("updated", 2)


async def test_index_follows_the_current_version(repository: Repository) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.put(patient(family="Müller-Lefèvre"))
    for name, count in (("lefevre", 1), ("MULLER", 1), ("lambert", 0)):
        assert len((await repository.my_records(asker(GP), name=name)).rows) == count, name


async def test_results_say_what_is_stored(repository: Repository) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.create(weight())
    written = unit.results[0]
    stored = await repository.read(SYSTEM, "Observation", written.id)
    assert written.content == stored.content
    assert decode(written.content) == stored.resource
    assert msgspec.json.decode(stored.content)["meta"]["versionId"] == "1"


async def test_value_too_long_for_an_index_is_stored_and_found(repository: Repository) -> None:
    long = patient("long")
    value = "é€𝄞" * 3000
    long.identifier = [Identifier(system="urn:" + value, value=value)]
    async with repository.writing(SYSTEM) as unit:
        unit.create(long)
    for asked, count in ((value, 1), (value + "x", 0), (value[:100], 0)):
        page = await repository.search(SYSTEM, parse_query("Patient", [("identifier", asked)]))
        assert len(page.rows) == count


async def test_resource_that_breaks_its_definition_is_refused(repository: Repository) -> None:
    broken = weight()
    broken.code = CodeableConcept()
    broken.status = "perhaps"
    with pytest.raises(InvalidResourceError) as caught:
        async with repository.writing(asker(NURSE)) as unit:
            unit.create(broken)
    assert caught.value.issues[0].expression.startswith("Observation.")
