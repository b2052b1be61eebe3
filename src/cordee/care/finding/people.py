"""My people by name: those of my circles, with where their record stands, and those of the requests I follow."""

import asyncio
from collections.abc import Mapping
from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.elements import code_of, day, id_in, words_of
from cordee.care.people import FullName, full_name
from cordee.care.requests.reading import STATUSES, SUPPORT
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, Patient, ServiceRequest
from cordee.fhir.search import normalize, parse_query
from cordee.store import Stored

SHOWN_MAX = 6
LETTERS_MIN = 2
RECORDS_MAX = 30


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One person: `path` leads to their record, or to the request they are known by."""

    patient_id: str
    name: FullName
    born_on: date | None
    town: str
    path: str
    has_record: bool
    theme: str = ""
    referent: str = ""


async def find_people(door: Door, words: str) -> tuple[FoundPerson, ...]:
    """Return people the asker may see whose names begin with each of the words; nobody else, ever.

    Cost: one search, then two at once for the few found.
    """
    wanted = [word for word in normalize(words).split() if len(word) >= LETTERS_MIN]
    if not wanted:
        return ()
    pairs = [*(("name", word) for word in wanted), ("_count", str(SHOWN_MAX))]
    rows = (await door.search(parse_query("Patient", pairs))).rows
    patients: list[Patient] = [row.resource for row in rows if row.resource.active is not False]
    if not patients:
        return ()
    ids = [patient.id or "" for patient in patients]
    records, requests = await asyncio.gather(door.steering.standing_of(ids), _requests(door, ids))
    return tuple(_found(one, records, requests) for one in patients)


async def _requests(door: Door, ids: list[str]) -> dict[str, ServiceRequest]:
    pairs = [
        ("patient", ",".join(ids)),
        ("category", SUPPORT),
        ("status", STATUSES["waiting"]),
        ("_count", str(RECORDS_MAX)),
    ]
    rows = (await door.search(parse_query("ServiceRequest", pairs))).rows
    return {id_in(row.resource.subject, "Patient"): row.resource for row in rows}


def _found(
    patient: Patient, records: Mapping[str, Stored | None], requests: Mapping[str, ServiceRequest]
) -> FoundPerson:
    id_ = patient.id or ""
    address = patient.address[0] if patient.address else None
    stored = records.get(id_)
    record: EpisodeOfCare | None = stored.resource if stored is not None else None
    themes = [one for one in (record.type if record else None) or () if code_of(one, systems.THEME)]
    manager = record.careManager if record is not None else None
    request = requests.get(id_) if id_ not in records else None
    return FoundPerson(
        patient_id=id_,
        name=full_name(patient),
        born_on=day(patient.birthDate),
        town=(address.city if address else None) or "",
        path=f"/demandes/{request.id}" if request is not None else f"/dossiers/{id_}",
        has_record=id_ in records,
        theme=words_of(themes[0]) if themes else "",
        referent=(manager.display if manager else None) or "",
    )
