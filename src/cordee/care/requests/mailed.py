"""A message of the mailbox becomes one request to triage: whose it is about is nobody's guess, a coordinator says it.

Written before the message is marked, under ids drawn from it: a worker killed in between takes it again, and makes
nothing a second time.
"""

import re

from cordee.access import Door
from cordee.care.elements import fhir_instant
from cordee.care.entry import drawn_id, once
from cordee.care.requests.asked import Caller, Identity, NewRequest
from cordee.care.requests.building import person_known_by, qualifying, request_of
from cordee.care.requests.files import stage_files
from cordee.care.requests.mail import Mail
from cordee.care.requests.mail_files import Carried, carried_by
from cordee.care.requests.replying import join_reply
from cordee.care.requests.structure import structure_of_the_territory
from cordee.care.requests.telling import tell_team
from cordee.care.signing import said
from cordee.fhir.r4 import Reference
from cordee.kernel.clock import now
from cordee.store.contents.errors import InfectedFileError, RecordFullError

ACKNOWLEDGE_TASK = "acknowledge-request"
REASON_LENGTH = 120
DETAILS_LENGTH = 4000
NO_SUBJECT = "Courriel sans objet"
INFECTED = "L’antivirus a trouvé une menace dans une pièce jointe : aucune n’a été reprise."
NO_ROOM = "La place manque pour les pièces jointes : aucune n’a été reprise."
_FORWARDED = re.compile(r"^((re|tr|fwd?|réf)\s*:\s*)+", re.IGNORECASE)


async def take_mail(platform: Door, mail: Mail, *, due_hours: int, acknowledges: bool) -> bool:
    """Make a message a request of the territory's coordination, or join it to the one it answers.

    Return whether a request came of it: not of a reply, nor of a message that had become one already. `acknowledges`
    has the sender of a new request told its number, when they gave an address. Nobody is looked up.
    Raises: NoCoordinationError; what the store says when it cannot keep files for now.
    """
    try:
        return await _take(platform, mail, await carried_by(mail), due_hours, acknowledges)
    except (InfectedFileError, RecordFullError) as refusal:
        why = INFECTED if isinstance(refusal, InfectedFileError) else NO_ROOM
        carried = await carried_by(mail, without_files=why)
        return await _take(platform, mail, carried, due_hours, acknowledges)


def reason_in(subject: str) -> str:
    """Return in a phrase what a message is about: its subject without what forwarding added."""
    return _FORWARDED.sub("", subject).strip()[:REASON_LENGTH] or NO_SUBJECT


async def _take(platform: Door, mail: Mail, carried: Carried, due_hours: int, acknowledges: bool) -> bool:
    if await join_reply(platform, mail, carried):
        return False
    structure = await structure_of_the_territory(platform)
    new, request_id, at = _asked(mail), mail.id, fhir_instant(now())
    assert new.identity is not None
    person = person_known_by(new.identity, request_id)
    sender = Reference(display=mail.signature)
    request = request_of(new, drawn_id(request_id, "person"), structure, request_id, None)
    task = qualifying(request, structure, sender, due_hours)
    task.note = [said(None, at, carried.said)] if carried.said else None

    async def write() -> None:
        async with platform.writing() as unit:
            unit.create(person)
            unit.create(request)
            unit.create(task)
            stage_files(unit, request, carried.files, by=sender, at=at, key=request_id)
            tell_team(unit, request)
            if acknowledges and mail.sender_email:
                unit.defer(ACKNOWLEDGE_TASK, request_id=request_id)

    return await once(platform, f"ServiceRequest/{request_id}", person.id or "", write)


def _asked(mail: Mail) -> NewRequest:
    return NewRequest(
        reason=reason_in(mail.subject),
        details=mail.words[:DETAILS_LENGTH],
        identity=Identity(family="", given="", gender="unknown"),
        caller=Caller(name=mail.sender, email=mail.sender_email),
        origin="e-mail",
    )
