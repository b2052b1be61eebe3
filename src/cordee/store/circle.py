"""The circle index: which resources open whose record to whom, from when to when.

Three resources grant, and nothing else: a Patient opens to the person; a CareTeam to its dated participants and to the
coordination staff of its managing organisation; a request for support to the organisation asked and, while it is open,
who the person is to the requester, who reads the request itself by `store.requested`.
Source: DESIGN principle 3; ANS cercle de soins 2.0.1 (dated participants).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import systems
from cordee.store import categories as cat
from cordee.store.moments import EARLIEST, end_instant, first_instant

GRANTING_TYPES = frozenset({"Patient", "CareTeam", "ServiceRequest"})
_OPEN = frozenset({"active", "on-hold"})
_ANSWERED = _OPEN | {"completed", "revoked"}

# What decides of rights is not written from outside the care team.
_WRITTEN_OUTSIDE = cat.ALL & ~(cat.CIRCLE | cat.CONSENT | cat.IDENTITY)


class Grant(msgspec.Struct, frozen=True):
    """One membership: `member` may read and write these categories of a record between two instants.

    `origin` is what it comes of: person, team or request (`emergency` rows come of no resource). One that needs consent
    opens only what a consent permits.
    """

    member: str
    patient_id: str
    categories: int
    writes: int
    starts_at: datetime
    ends_at: datetime | None
    origin: str = "team"
    needs_consent: bool = False


class Asking(msgspec.Struct, frozen=True):
    """Who asked for support, and since when."""

    who: str
    starts_at: datetime


def coordination_key(organization: str) -> str:
    """Return the key under which an organisation's coordination staff, and only they, stand in a circle."""
    return f"coordination:{organization}"


def grants_of(resource: Any, type_name: str, patient_id: str | None) -> list[Grant]:
    """Return the memberships a resource grants; a resource that does not name one patient grants nothing."""
    if patient_id is None or type_name not in GRANTING_TYPES:
        return []
    if type_name == "Patient":
        return [Grant(f"Patient/{patient_id}", patient_id, cat.ALL, cat.ALL, EARLIEST, None, "person")]
    return list(_team(resource, patient_id) if type_name == "CareTeam" else _request(resource, patient_id))


def _team(team: Any, patient_id: str) -> Iterator[Grant]:
    if team.status != "active":
        return
    team_start, team_end = _bounds(team.period)
    for participant in team.participant or ():
        member = participant.member.reference if participant.member is not None else None
        start, end = _bounds(participant.period)
        start = start or team_start
        if not member or member.startswith("Patient/") or start is None:
            continue
        is_outside = _is_outside(participant)
        writes = _WRITTEN_OUTSIDE if is_outside else cat.ALL
        ends = _earlier(end, team_end)
        yield Grant(member, patient_id, cat.ALL, writes, start, ends, needs_consent=is_outside)
    for organization in team.managingOrganization or ():
        if organization.reference and team_start is not None:
            yield Grant(
                coordination_key(organization.reference), patient_id, cat.ALL, cat.ALL, team_start, team_end
            )


def _request(request: Any, patient_id: str) -> Iterator[Grant]:
    """Grant what a request for support opens.

    - the coordination staff asked see the person and the request, and may open the circle while it is active;
    - the requester sees who the person is while it is active; the request, its task and its files are opened to them
      one by one (`store.requested`), then and afterwards: requests others make for the same person are not theirs;
    - a refusal can be taken back by those asked; an accepted request is closed, the circle speaks from then on;
    - the requester writes nothing: a right to write requests would open the record to whoever they name next.
    """
    if not _is_asked(request):
        return
    start = first_instant(request.authoredOn)
    is_open = request.status in _OPEN
    reads = cat.IDENTITY | cat.REQUEST
    asked = reads | cat.CIRCLE if is_open else reads
    answers = asked if is_open else cat.REQUEST if request.status == "revoked" else 0
    for performer in request.performer or ():
        if performer.reference:
            yield Grant(
                coordination_key(performer.reference), patient_id, asked, answers, start, None, "request"
            )
    asking = asked_by(request)
    if asking is not None and is_open:
        yield Grant(asking.who, patient_id, cat.IDENTITY, 0, start, None, "request")


def asked_by(request: Any) -> Asking | None:
    """Return who a request for support was asked by, and since when; None when nobody may read it by having asked."""
    who = request.requester.reference if request.requester is not None else None
    return Asking(who, first_instant(request.authoredOn)) if who and _is_asked(request) else None


def _is_asked(request: Any) -> bool:
    """Return whether a ServiceRequest is a request for support that was sent."""
    codings = [coding for concept in request.category or () for coding in concept.coding or ()]
    is_support = any(c.system == systems.REQUEST_CATEGORY and c.code == "support" for c in codings)
    return is_support and request.status in _ANSWERED and bool(request.authoredOn)


def _is_outside(participant: Any) -> bool:
    """Return whether a participant stands outside the care team; what is not plainly `false` says so."""
    return any(
        one.url == systems.OUTSIDE_CARE_TEAM and one.valueBoolean is not False
        for one in participant.extension or ()
    )


def _bounds(period: Any) -> tuple[datetime | None, datetime | None]:
    if period is None:
        return None, None
    start = first_instant(period.start) if period.start else None
    end = end_instant(period.end) if period.end else None
    return start, end


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
