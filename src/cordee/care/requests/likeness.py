"""People who may be the same: before a second record opens for one person."""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.elements import day
from cordee.care.people import FullName, full_name
from cordee.fhir.r4 import Patient

SHOWN_MAX = 8


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """Someone of the asker's own records."""

    patient_id: str
    name: FullName
    born_on: date | None
    town: str


async def people_alike(door: Door, words: str) -> tuple[Alike, ...]:
    """Return people of the asker's records whose name contains these words; nobody beyond their circles, ever."""
    if not words.strip():
        return ()
    page = await door.my_records(SHOWN_MAX, None, words)
    return tuple(_alike(row.patient.resource) for row in page.rows)


def _alike(patient: Patient) -> Alike:
    address = patient.address[0] if patient.address else None
    return Alike(
        patient_id=patient.id or "",
        name=full_name(patient),
        born_on=day(patient.birthDate),
        town=(address.city if address else None) or "",
    )
