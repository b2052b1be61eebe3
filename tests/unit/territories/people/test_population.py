"""The same seed gives the same people; more people change nothing of those already there; memory stays flat."""

import re
import sys
from collections import Counter
from datetime import date
from itertools import islice

import pytest

from cordee.fhir import decode, encode, type_name
from cordee.fhir.r4 import Appointment, CareTeam, EpisodeOfCare, Resource
from cordee.territories import Territory
from cordee.territories.people import PATIENTS_MAX, population
from cordee.territories.people.demonstration import demo_cast
from cordee.territories.people.professionals import PEOPLE_PER_CREW
from tests.unit.territories.people.conftest import PEOPLE, SEED, TODAY

REFERENCE = re.compile(rb'"reference":"([^"]+)"|"url":"(Binary/[^"]+)"')


def test_the_same_seed_gives_the_same_bytes(territory: Territory, lists: list[list[Resource]]) -> None:
    again = population(territory, PEOPLE, SEED, TODAY)
    assert [encode(one) for resources in again for one in resources] == [
        encode(one) for resources in lists for one in resources
    ]


def test_another_seed_gives_other_people(territory: Territory, records: list[list[Resource]]) -> None:
    others = list(population(territory, 20, SEED + 1, TODAY))[-20:]
    assert not {one[0].id for one in others} & {one[0].id for one in records}


def test_another_day_gives_the_same_ids(territory: Territory, records: list[list[Resource]]) -> None:
    later = list(population(territory, 50, SEED, date(2026, 12, 24)))[-50:]
    assert [[one.id for one in record] for record in later] == [
        [one.id for one in record] for record in records[:50]
    ]


def test_more_people_leave_the_others_as_they_were(
    territory: Territory, records: list[list[Resource]]
) -> None:
    many = PEOPLE_PER_CREW + 1
    wider = list(population(territory, many, SEED, TODAY))[-many:]
    assert [encode(one) for record in wider[:PEOPLE] for one in record] == [
        encode(one) for record in records for one in record
    ]


def test_small_demonstration_has_records_and_a_day_of_its_coordinator(
    territory: Territory, records: list[list[Resource]]
) -> None:
    me = demo_cast(territory, SEED)[0].who
    first = [one for record in records[:5] for one in record]
    follows = [
        one.careManager.reference == me for one in first if isinstance(one, EpisodeOfCare) and one.careManager
    ]
    assert follows.count(True) >= 3
    meets = [
        one.start or ""
        for one in first
        if isinstance(one, Appointment)
        and any(part.actor and part.actor.reference == me for part in one.participant)
    ]
    assert sum(start.startswith(TODAY.isoformat()) for start in meets) == 2


def test_every_id_is_used_once_and_sorts_by_person(records: list[list[Resource]]) -> None:
    ids = [(type_name(one), one.id) for record in records for one in record]
    assert Counter(ids).most_common(1)[0][1] == 1
    patients = [record[0].id or "" for record in records]
    assert patients == sorted(patients)
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", i)
        for i in patients
    )


def test_every_resource_reads_back_as_it_was_written(resources: list[Resource]) -> None:
    for resource in resources:
        content = encode(resource)
        assert encode(decode(content, type_name(resource))) == content


def test_every_reference_leads_to_the_directory_or_the_same_list(
    lists: list[list[Resource]], records: list[list[Resource]]
) -> None:
    directory = {_name(one) for listed in lists[: -len(records)] for one in listed}
    for record in records:
        own = {_name(one) for one in record}
        found = {
            (match[0] or match[1]).decode() for one in record for match in REFERENCE.findall(encode(one))
        }
        assert found - own - directory == set()


def test_a_record_has_from_sixty_to_a_hundred_and_thirty_resources(records: list[list[Resource]]) -> None:
    sizes = sorted(len(record) for record in records[1:])
    assert sizes[len(sizes) // 20] >= 60
    assert sizes[-len(sizes) // 20] <= 130
    assert len(records[0]) > 150, "the first record of the demonstration is a rich one"


def test_nobody_at_all_is_a_directory_and_requests(territory: Territory) -> None:
    lists = list(population(territory, 0, SEED, TODAY))
    assert not any(isinstance(one, CareTeam) for resources in lists for one in resources)
    assert len(lists) > 1


@pytest.mark.parametrize("patients", [-1, PATIENTS_MAX + 1])
def test_a_number_that_cannot_be_made_is_refused(territory: Territory, patients: int) -> None:
    with pytest.raises(ValueError, match="patients must be"):
        next(population(territory, patients, SEED, TODAY))


def test_memory_does_not_grow_with_the_number_of_people(territory: Territory) -> None:
    """Twelve hundred more people, three crews, a hundred thousand resources: as many blocks held as before."""
    stream = population(territory, 1_500, SEED, TODAY)
    for _resources in islice(stream, 300):
        pass
    early = sys.getallocatedblocks()
    for _resources in stream:
        pass
    assert sys.getallocatedblocks() - early < 20_000


def _name(resource: Resource) -> str:
    return f"{type_name(resource)}/{resource.id}"
