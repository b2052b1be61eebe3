"""A region where 8,000 professionals stand in 1 to 2,000 circles each: a million memberships over 200,000 people."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from bench import record, region
from cordee.access import Actor
from cordee.fhir.r4 import CareTeam, CareTeamParticipant, Period, Reference

PEOPLE = 200_000
PROFESSIONALS = 8_000
CIRCLES_MAX = 2_000
_STEEPNESS = 15  # of the fall from the professional with most circles to those with one: 125 on average
_STRIDE = 77_773  # prime to the number of people: neighbours in the list of memberships are far apart


@cache
def circles_of_each() -> list[int]:
    """Return in how many circles each professional stands, most first."""
    shares = ((1 - rank / PROFESSIONALS) ** _STEEPNESS for rank in range(PROFESSIONALS))
    return [max(1, round(CIRCLES_MAX * share)) for share in shares]


def professional_with(circles: int) -> int:
    """Return the professional who stands in the number of circles nearest to that."""
    sizes = circles_of_each()
    return min(range(PROFESSIONALS), key=lambda rank: abs(sizes[rank] - circles))


def actor(rank: int) -> Actor:
    """Return the professional of that rank, a nurse."""
    who = f"PractitionerRole/professional-{rank}"
    return Actor(
        id=f"professional-{rank}",
        login=f"professional-{rank}",
        name="Infirmière d’essai",
        kind="professional",
        role="nurse",
        role_label="Infirmière",
        who=who,
        keys=(who,),
        organization="",
        organization_name="",
    )


def people_of(rank: int) -> list[int]:
    """Return the numbers of the people in whose circle a professional stands."""
    before = sum(circles_of_each()[:rank])
    return [(before + place) * _STRIDE % PEOPLE for place in range(circles_of_each()[rank])]


def resources() -> Iterator[Any]:
    """Yield everything stored: identity, circle, a problem and two measures of each person."""
    members: list[list[int]] = [[] for _ in range(PEOPLE)]
    for rank in range(PROFESSIONALS):
        for number in people_of(rank):
            members[number].append(rank)
    for number in range(PEOPLE):
        yield region.patient(number)
        yield circle(number, [actor(rank).who for rank in members[number]])
        yield region.condition(number, 0)
        for place in range(2):
            measure = record.observation(number, place)
            measure.id = f"observation-{number}-{place}"
            yield measure


def circle(number: int, members: list[str]) -> CareTeam:
    """Return somebody's circle."""
    period = Period(start="2024-01-01")
    return CareTeam(
        id=f"circle-{number}",
        status="active",
        subject=Reference(reference=f"Patient/{record.patient_id(number)}"),
        period=period,
        participant=[CareTeamParticipant(member=Reference(reference=one), period=period) for one in members],
        managingOrganization=[Reference(reference=f"Organization/dac-{number % 7}")],
    )
