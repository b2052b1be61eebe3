"""Refusing a request, with a reason everyone understands; a refusal may be taken back."""

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant, version_of
from cordee.care.errors import UnknownChoiceError
from cordee.care.requests.pending import take
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation
from cordee.kernel.clock import now

WAITING = frozenset({"active", "on-hold"})
REFUSED = frozenset({"revoked"})
REFUSALS: dict[str, str] = {
    "answered": "Une réponse a suffi : information ou orientation donnée",
    "person-declines": "La personne ne souhaite pas d’accompagnement",
    "followed-elsewhere": "Déjà accompagnée par un autre dispositif",
    "out-of-territory": "Habite hors du territoire",
    "not-coordination": "Ne relève pas de l’appui à la coordination",
    "duplicate": "Demande reçue deux fois",
}


async def refuse(door: Door, id_: str, *, reason: str, answer: str) -> None:
    """Refuse a request: the requester sees the reason and the answer.

    Raises: AlreadyAnsweredError, ForbiddenError, UnknownChoiceError when the reason is not one of REFUSALS.
    """
    if reason not in REFUSALS:
        raise UnknownChoiceError("reason")
    request, task = await take(door, id_, WAITING)
    at = fhir_instant(now())
    request.status = "revoked"
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        if task is not None:
            task.status = "rejected"
            task.statusReason = concept(systems.REQUEST_REFUSAL, reason, REFUSALS[reason])
            task.lastModified = at
            task.note = [
                Annotation(authorReference=signature(door.actor), time=at, text=answer or REFUSALS[reason])
            ]
            unit.update(task, expected_version=version_of(task.meta))


async def reopen(door: Door, id_: str) -> None:
    """Take a refusal back: the request waits again, as if it had not been answered.

    Raises: AlreadyAnsweredError when it is not refused, ForbiddenError.
    """
    request, task = await take(door, id_, REFUSED)
    request.status = "active"
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        if task is not None:
            task.status = "requested"
            task.statusReason = None
            task.note = None
            task.lastModified = fhir_instant(now())
            unit.update(task, expected_version=version_of(task.meta))
