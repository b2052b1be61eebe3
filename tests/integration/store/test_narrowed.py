"""A token narrows what its asker sees and writes: to one record, to some types; on every way to read."""

from collections.abc import Sequence

import msgspec
import pytest

from cordee.fhir.r4 import Organization
from cordee.fhir.search import parse_query
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Asker, Repository, system_asker
from tests.integration.store.everywhere import seen, seen_of_record
from tests.integration.store.people import GP, asker, member, note, patient, team, weight

SYSTEM = system_asker("test")
JEANNE = ["Patient/jeanne", "CareTeam/team-jeanne", "Observation/w-jeanne", "DocumentReference/note"]
PAUL = ["Patient/paul", "CareTeam/team-paul", "Observation/w-paul"]


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """The repository, where the doctor stands in two circles."""
    measures = [weight(patient_id=id_) for id_ in ("jeanne", "paul")]
    for measure, id_ in zip(measures, ("jeanne", "paul"), strict=True):
        measure.id = f"w-{id_}"
    async with repository.writing(SYSTEM) as unit:
        for one in (patient("paul", "Petit"), team("paul", member(GP.who)), *measures, note("note")):
            unit.create(one)
        unit.create(Organization(id="dac", name="DAC"))
    return repository


def _narrowed(**limits: object) -> Asker:
    return msgspec.structs.replace(asker(GP), **limits)


async def _expect(store: Repository, who: Asker, expected: Sequence[str]) -> None:
    for patient_id, record in (("jeanne", JEANNE), ("paul", PAUL)):
        shown = await seen(store, who, patient_id, record)
        assert shown == {way: set(expected) & set(record) for way in shown}
        shown = await seen_of_record(store, who, patient_id)
        for way, found in shown.items():
            assert found <= set(expected), (way, patient_id)


async def test_token_of_one_patient_sees_that_record_alone_and_the_directory(store: Repository) -> None:
    only = _narrowed(only_patient="jeanne")
    await _expect(store, only, JEANNE)
    assert await store.sees(only, "jeanne")
    assert not await store.sees(only, "paul")
    assert (await store.read(only, "Organization", "dac")).id == "dac"
    found = await store.search(only, parse_query("Observation", [("subject.family", "Petit")]))
    assert found.rows == []


async def test_token_of_one_patient_gives_no_right_to_that_record(store: Repository) -> None:
    await _expect(store, _narrowed(only_patient="jeanne", keys=("PractitionerRole/nobody",)), [])


async def test_token_of_some_types_sees_those_alone(store: Repository) -> None:
    only = _narrowed(only_types=frozenset({"Observation"}))
    await _expect(store, only, ["Observation/w-jeanne", "Observation/w-paul"])
    with pytest.raises(NotFoundError):
        await store.read(only, "Organization", "dac")
    for pairs in (
        [("subject.family", "Lambert")],
        [("_include", "Observation:subject"), ("patient", "jeanne")],
    ):
        page = await store.search(only, parse_query("Observation", pairs))
        assert {row.type for row in (*page.rows, *page.included)} <= {"Observation"}
    assert (await store.search(only, parse_query("Observation", [("subject.family", "Lambert")]))).rows == []
    has = parse_query("Patient", [("_has:Observation:subject:code", "29463-7")])
    assert len((await store.search(asker(GP), has)).rows) == 2
    assert (await store.search(_narrowed(only_types=frozenset({"Patient"})), has)).rows == []


async def test_token_without_any_type_sees_nothing(store: Repository) -> None:
    await _expect(store, _narrowed(only_types=frozenset()), [])


@pytest.mark.parametrize("act", ["create", "update", "delete"])
async def test_token_writes_its_types_alone(store: Repository, act: str) -> None:
    measure = weight("70")
    measure.id = "w-jeanne" if act != "create" else None
    refused = _narrowed(write_types=frozenset({"DocumentReference"}))
    allowed = _narrowed(write_types=frozenset({"Observation"}))
    for who in (refused, allowed):
        try:
            async with store.writing(who) as unit:
                if act == "create":
                    unit.create(measure)
                elif act == "update":
                    unit.update(measure)
                else:
                    unit.delete("Observation", "w-jeanne")
        except ForbiddenError:
            assert who is refused
        else:
            assert who is allowed


async def test_token_of_one_patient_writes_into_that_record_alone(store: Repository) -> None:
    only = _narrowed(only_patient="jeanne")
    async with store.writing(only) as unit:
        unit.create(weight())
    for other in (weight(patient_id="paul"), patient("new")):
        with pytest.raises(ForbiddenError):
            async with store.writing(only) as unit:
                unit.create(other)
    moved = weight(patient_id="jeanne")
    moved.id = "w-paul"
    with pytest.raises(NotFoundError):
        async with store.writing(only) as unit:
            unit.update(moved)


async def test_adding_a_member_opens_the_next_query(store: Repository) -> None:
    nurse = msgspec.structs.replace(asker(GP), who="PractitionerRole/new", keys=("PractitionerRole/new",))
    assert not await store.sees(nurse, "paul")
    async with store.writing(asker(GP)) as unit:
        unit.update(team("paul", member(GP.who), member("PractitionerRole/new")))
    assert await store.sees(nurse, "paul")
    assert (await store.read(nurse, "Observation", "w-paul")).id == "w-paul"
    async with store.writing(asker(GP)) as unit:
        unit.update(team("paul", member(GP.who), member("PractitionerRole/new", "2026-01-01", "2026-01-02")))
    with pytest.raises(NotFoundError):
        await store.read(nurse, "Observation", "w-paul")
