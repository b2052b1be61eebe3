"""One active circle a person, whoever writes it and whenever."""

import asyncio

import pytest

from cordee.fhir.r4 import CareTeam, Reference
from cordee.store import Repository, system_asker
from cordee.store.errors import SecondCircleError
from tests.integration.store.people import COORDINATOR, asker, patient, team

SYSTEM = system_asker("test")


def second(status: str = "active") -> CareTeam:
    other = team("jeanne", id_="team-second")
    other.status = status  # type: ignore[assignment]
    return other


async def test_second_active_circle_is_refused_in_words_and_nothing_stored(repository: Repository) -> None:
    for act in ("create", "put"):
        with pytest.raises(SecondCircleError) as refused:
            async with repository.writing(asker(COORDINATOR)) as unit:
                getattr(unit, act)(second())
        assert "déjà un cercle de soins en cours" in refused.value.message_fr

    assert list(await repository.read_many(SYSTEM, ["CareTeam/team-jeanne", "CareTeam/team-second"])) == [
        "CareTeam/team-jeanne"
    ]


async def test_two_writers_at_once_make_one_circle(repository: Repository) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.create(patient("paul"))

    async def write(id_: str, act: str) -> None:
        async with repository.writing(SYSTEM) as unit:
            getattr(unit, act)(team("paul", id_=id_))

    acts = (write(f"team-{number}", "put" if number % 2 else "create") for number in range(6))
    results = await asyncio.gather(*acts, return_exceptions=True)

    refused = [one for one in results if one is not None]
    assert len(refused) == 5
    assert all(isinstance(one, SecondCircleError) for one in refused)


async def test_circle_reopened_beside_another_is_refused(repository: Repository) -> None:
    async with repository.writing(SYSTEM) as unit:
        unit.create(second("inactive"))
    with pytest.raises(SecondCircleError):
        async with repository.writing(SYSTEM) as unit:
            unit.update(second())


async def test_closed_circle_makes_room_for_the_next_in_one_act(repository: Repository) -> None:
    closed = team()
    closed.status = "inactive"
    async with repository.writing(SYSTEM) as unit:
        unit.create(second())
        unit.update(closed)

    assert (await repository.read(SYSTEM, "CareTeam", "team-second")).version == 1


async def test_team_of_one_stay_is_no_circle(repository: Repository) -> None:
    stay = second()
    stay.encounter = Reference(reference="Encounter/stay")
    async with repository.writing(SYSTEM) as unit:
        unit.create(stay)
