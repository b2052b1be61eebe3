"""The pilot's people, imagined once a session: three hundred records, as the demonstration has."""

from datetime import date

import pytest

from cordee.fhir.r4 import Resource
from cordee.territories import Territory, load
from cordee.territories.people import population

TODAY = date(2026, 11, 22)
SEED = 1
PEOPLE = 300


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load("nord-saone-et-loire")


@pytest.fixture(scope="session")
def lists(territory: Territory) -> list[list[Resource]]:
    """Everything `population` yields for three hundred people."""
    return list(population(territory, PEOPLE, SEED, TODAY))


@pytest.fixture(scope="session")
def records(lists: list[list[Resource]]) -> list[list[Resource]]:
    """The records alone, the first of the cast first."""
    return lists[-PEOPLE:]


@pytest.fixture(scope="session")
def resources(lists: list[list[Resource]]) -> list[Resource]:
    return [resource for one in lists for resource in one]
