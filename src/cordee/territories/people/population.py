"""A territory's people, one after the other: the directory first, then one record at a time, nothing kept."""

from collections.abc import Iterator
from datetime import date

from cordee.fhir.r4 import Resource
from cordee.territories.model import Territory
from cordee.territories.people.directory import Directory
from cordee.territories.people.mailed_request import mailed_request
from cordee.territories.people.offers import offers
from cordee.territories.people.open_requests import open_requests
from cordee.territories.people.professionals import PEOPLE_PER_CREW
from cordee.territories.people.record import record
from cordee.territories.people.subjects import Subjects

PATIENTS_MAX = 1_000_000


def population(territory: Territory, patients: int, seed: int, today: date) -> Iterator[list[Resource]]:
    """Yield the resources of a territory and its people in lists that can each be written whole.

    First the structures, what they offer, then each crew of professionals, then the requests that wait, then one
    list for each of the `patients` records. What comes early never refers to what comes later, except inside one list.
    The same arguments give the same resources with the same ids; a larger `patients` adds crews and people and
    changes nothing of the others. Ages and dates follow `today`.

    Cost: about 0.1 ms a resource; memory does not grow with `patients`.
    Raises: ValueError when `patients` is negative or above PATIENTS_MAX.
    """
    if not 0 <= patients <= PATIENTS_MAX:
        raise ValueError(f"patients must be from 0 to {PATIENTS_MAX}")
    directory = Directory(territory, seed)
    yield directory.structures()
    yield offers(directory, today)
    for number in range(crews_for(patients)):
        yield directory.professionals(number)
    yield from open_requests(directory, today)
    yield mailed_request(directory, today)
    subjects = Subjects(directory, today)
    for index in range(patients):
        yield record(subjects.subject(index))


def crews_for(patients: int) -> int:
    """Return how many crews of professionals follow that many people; one at least."""
    return max(1, -(-patients // PEOPLE_PER_CREW))
