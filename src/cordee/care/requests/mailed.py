"""A message of the mailbox becomes one request to triage: whose it is about is nobody's guess, a coordinator says it.

Written before the message is marked, under ids drawn from it: a worker killed in between takes it again, and makes
nothing a second time.
"""

import re

from cordee.access import Door
from cordee.care.entry import entry_id
from cordee.care.requests.asked import Caller, Identity, NewRequest
from cordee.care.requests.building import person_known_by, qualifying, request_of
from cordee.care.requests.mail import Mail
from cordee.care.requests.structure import structure_of_the_territory
from cordee.care.requests.submitting import send
from cordee.fhir.r4 import Reference

ACKNOWLEDGE_TASK = "acknowledge-request"
REASON_LENGTH = 120
DETAILS_LENGTH = 4000
NO_SUBJECT = "Courriel sans objet"
_FORWARDED = re.compile(r"^((re|tr|fwd?|réf)\s*:\s*)+", re.IGNORECASE)


async def take_mail(platform: Door, mail: Mail, *, due_hours: int, acknowledges: bool) -> bool:
    """Make a message a request of the territory's coordination; return False when it had become one already.

    `acknowledges` has its sender told the number, when they gave an address. Nobody is looked up.
    Raises: NoCoordinationError.
    """
    structure = await structure_of_the_territory(platform)
    request_id = mail.id
    new = _asked(mail)
    request = request_of(new, entry_id(request_id, "person"), structure, request_id, None)
    task = qualifying(request, structure, Reference(display=mail.sender), due_hours)
    jobs = {ACKNOWLEDGE_TASK: request_id} if acknowledges and mail.sender_email else {}
    assert new.identity is not None
    return await send(platform, person_known_by(new.identity, request_id), request, task, jobs)


def reason_in(subject: str) -> str:
    """Return in a phrase what a message is about: its subject without what forwarding added."""
    return _FORWARDED.sub("", subject).strip()[:REASON_LENGTH] or NO_SUBJECT


def _asked(mail: Mail) -> NewRequest:
    return NewRequest(
        reason=reason_in(mail.subject),
        details=mail.text[:DETAILS_LENGTH],
        identity=Identity(family="", given="", gender="unknown"),
        caller=Caller(name=mail.sender, email=mail.sender_email),
        origin="e-mail",
    )
