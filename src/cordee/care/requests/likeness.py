"""People who may be the same: before a second record opens, or a second request waits, for one person.

Only among whom the asker may see: a name that is followed elsewhere answers as one nobody bears.
"""

from datetime import date

import msgspec

from cordee.access import Door
from cordee.care.elements import day, id_in
from cordee.care.people import FullName, full_name
from cordee.care.requests.asked import Identity
from cordee.care.requests.reading import STATUSES, SUPPORT
from cordee.care.strict_traits import bears
from cordee.fhir.r4 import Patient, ServiceRequest
from cordee.fhir.search import normalize, parse_query

SHOWN_MAX = 8
WORD_LENGTH_MIN = 2


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """Someone of the asker's own records, or of a request they follow: `request_id` names it then.

    `is_exact` when name, first name and day of birth are the same.
    """

    patient_id: str
    name: FullName
    born_on: date | None
    town: str
    request_id: str = ""
    is_exact: bool = False


async def people_alike(door: Door, words: str, known: Identity | None = None) -> tuple[Alike, ...]:
    """Return people of the asker's records and open requests whose name has these words; exact matches first.

    Nobody beyond the asker's circles and requests, ever. Cost: two statements.
    """
    wanted = [word for word in normalize(words).split() if len(word) >= WORD_LENGTH_MIN]
    if not wanted:
        return ()
    page = await door.my_records(SHOWN_MAX, None, " ".join(wanted))
    found = {row.patient.id: _alike(row.patient.resource, known) for row in page.rows}
    for request, patient in await _waiting_for(door, wanted):
        if patient.id not in found and patient.id is not None:
            found[patient.id] = _alike(patient, known, request.id or "")
    return tuple(sorted(found.values(), key=lambda one: not one.is_exact)[:SHOWN_MAX])


async def _waiting_for(door: Door, words: list[str]) -> list[tuple[ServiceRequest, Patient]]:
    pairs = [
        ("category", SUPPORT),
        ("status", STATUSES["waiting"]),
        *(("patient.name", word) for word in words),
        ("_include", "ServiceRequest:patient"),
        ("_count", str(SHOWN_MAX)),
    ]
    page = await door.search(parse_query("ServiceRequest", pairs))
    people: dict[str, Patient] = {one.id: one.resource for one in page.included if one.type == "Patient"}
    requests: list[ServiceRequest] = [row.resource for row in page.rows]
    found = ((one, people.get(id_in(one.subject, "Patient"))) for one in requests)
    return [(one, patient) for one, patient in found if patient is not None]


def _alike(patient: Patient, known: Identity | None, request_id: str = "") -> Alike:
    address = patient.address[0] if patient.address else None
    born_on = day(patient.birthDate)
    return Alike(
        patient_id=patient.id or "",
        name=full_name(patient),
        born_on=born_on,
        town=(address.city if address else None) or "",
        request_id=request_id,
        is_exact=known is not None
        and known.born_on is not None
        and born_on == known.born_on
        and bears(patient, known.family, known.given),
    )
