"""Saying whom a request is about, when it came without a name: the identity it was given is completed, none other."""

from cordee.access import Door
from cordee.care.elements import id_in, version_of
from cordee.care.entry import drawn_id
from cordee.care.requests.asked import Identity
from cordee.care.requests.building import person_known_by
from cordee.care.requests.pending import WAITING, to_answer
from cordee.fhir.r4 import Patient
from cordee.kernel.errors import ForbiddenError


async def name_person(door: Door, id_: str, identity: Identity) -> None:
    """Write down who the person of a waiting request is, as far as it is known.

    - coordination staff of the structure asked may, for the provisional identity the request came with;
    - an identity that came from elsewhere, of a record perhaps, is refused: it is changed in the record.
    Raises: AlreadyAnsweredError, ForbiddenError.
    """
    request = (await to_answer(door, id_, WAITING)).request
    patient_id = id_in(request.subject, "Patient")
    if patient_id != drawn_id(id_, "person"):
        raise ForbiddenError
    standing: Patient = (await door.read("Patient", patient_id)).resource
    said = person_known_by(identity, id_)
    said.meta, said.link = standing.meta, standing.link
    async with door.writing() as unit:
        unit.update(said, expected_version=version_of(standing.meta))
