"""How far the creation of a territory's people got, kept in the database beside them.

A Basic resource of the platform, updated in the transaction of each batch: what it says is what is stored. It also
keeps the day of the first batch, because ages and dates follow it and must stay the same when the work is resumed.
"""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.fhir.r4 import Basic, CodeableConcept, Coding, Extension
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit

CODE = "urn:cordee:set-up"
PREFIX = "urn:cordee:population-"


class PopulationMark(msgspec.Struct, frozen=True, kw_only=True):
    """The people wanted, the seed they come from, the day they are told of, and how many resources are stored."""

    day: date
    seed: int
    patients: int
    stored: int = 0
    is_complete: bool = False


async def read_mark(door: Door, territory: str) -> PopulationMark | None:
    """Return the mark of a territory, None when nobody was created yet."""
    try:
        found = (await door.read("Basic", _id(territory))).resource
    except NotFoundError:
        return None
    numbers = {one.url.removeprefix(PREFIX): one.valueInteger for one in found.extension or []}
    return PopulationMark(
        day=date.fromisoformat(found.created),
        seed=numbers["seed"],
        patients=numbers["patients"],
        stored=numbers["stored"],
        is_complete=bool(numbers["complete"]),
    )


def write_mark(unit: Unit, territory: str, mark: PopulationMark) -> None:
    """Stage the mark in the unit that stores what it counts."""
    numbers = {
        "seed": mark.seed,
        "patients": mark.patients,
        "stored": mark.stored,
        "complete": int(mark.is_complete),
    }
    unit.put(
        Basic(
            id=_id(territory),
            code=CodeableConcept(coding=[Coding(system=CODE, code="population")]),
            created=mark.day.isoformat(),
            extension=[Extension(url=PREFIX + name, valueInteger=number) for name, number in numbers.items()],
        )
    )


def _id(territory: str) -> str:
    return f"population-{territory}"
