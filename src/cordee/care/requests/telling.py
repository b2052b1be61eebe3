"""Who is told of a request: the team when it comes, its owner and the team when it is late, who asked when answered."""

from cordee.care.elements import id_in
from cordee.care.notices import notice_job
from cordee.fhir.r4 import ServiceRequest
from cordee.store import Unit

CAME = "request"
SOON = "request-soon"
LATE = "request-late"
ANSWERED = "request-answered"


def tell_team(unit: Unit, request: ServiceRequest, kind: str = CAME, event_id: str = "") -> None:
    """Have the coordination staff asked told of a request; those who wrote it themselves are not."""
    team = [one.reference for one in request.performer or () if one.reference]
    _tell(unit, request, kind, team, event_id)


def tell_one(unit: Unit, request: ServiceRequest, who: str, kind: str = CAME, event_id: str = "") -> None:
    """Have one professional told of a request."""
    _tell(unit, request, kind, [who], event_id)


def tell_requester(unit: Unit, request: ServiceRequest) -> None:
    """Have who asked told that an answer waits for them, when they are of the directory."""
    who = (request.requester.reference if request.requester else None) or ""
    if who.startswith("PractitionerRole/"):
        _tell(unit, request, ANSWERED, [who], "")


def _tell(unit: Unit, request: ServiceRequest, kind: str, named: list[str], event_id: str) -> None:
    patient_id = id_in(request.subject, "Patient")
    unit.defer(notice_job(kind, patient_id, f"ServiceRequest/{request.id}", named, event_id=event_id))
