"""Gives a territory its fictional people, through whatever writes resources."""

from collections.abc import Awaitable, Callable
from datetime import date

from cordee.fhir.r4 import CareTeam, Resource
from cordee.territories.model import Territory
from cordee.territories.people import population

BATCH_RESOURCES = 1_000
"""Lists are joined up to about this many resources before they are written."""

Write = Callable[[list[Resource]], Awaitable[None]]
Progress = Callable[[int, int], None]


async def populate(
    write: Write, territory: Territory, patients: int, seed: int, today: date, progress: Progress
) -> int:
    """Write the directory and the records of `patients` people; return how many resources were written.

    A record is never split between two calls of `write`. `progress` receives the people written so far and their
    total, after each call. When `write` fails, its error passes through: what was written before stays, and running
    again writes the same ids.
    """
    batch: list[Resource] = []
    written = people = 0
    for resources in population(territory, patients, seed, today):
        batch += resources
        people += _is_followed(resources)
        if len(batch) >= BATCH_RESOURCES:
            await write(batch)
            written += len(batch)
            batch = []
            progress(people, patients)
    if batch:
        await write(batch)
        written += len(batch)
    progress(people, patients)
    return written


def _is_followed(resources: list[Resource]) -> bool:
    return any(isinstance(resource, CareTeam) for resource in resources)
