"""Answering a request without a record: a coded reason, words, and where it is sent; an answer may be taken back."""

import msgspec

from cordee.access import Door
from cordee.care.elements import concept, version_of
from cordee.care.errors import UnknownChoiceError
from cordee.care.requests.pending import REFUSED, WAITING, say, to_answer
from cordee.care.requests.telling import tell_requester
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Reference, TaskOutput

TELL_TASK = "tell-requester"
REFUSALS: dict[str, str] = {
    "answered": "Une réponse a suffi : information ou orientation donnée",
    "redirected": "Orientée vers une structure plus adaptée",
    "person-declines": "La personne ne souhaite pas d’accompagnement",
    "followed-elsewhere": "Déjà accompagnée par un autre dispositif",
    "out-of-territory": "Habite hors du territoire",
    "not-coordination": "Ne relève pas de l’appui à la coordination",
    "unreachable": "Ni la personne ni le demandeur n’ont pu être joints",
    "duplicate": "Demande reçue deux fois",
}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered: a reason of REFUSALS, words, the structure to turn to; `tells` the requester by e-mail.

    The e-mail carries the number of the request and nothing else: no name, no reason, no answer.
    """

    reason: str
    words: str = ""
    structure: Reference | None = None
    tells: bool = False


async def refuse(door: Door, id_: str, answer: Answer) -> None:
    """Close a request with an answer: the requester sees the reason, the words and where to turn.

    Raises: AlreadyAnsweredError, ForbiddenError, UnknownChoiceError when the reason is not one of REFUSALS, or sends
    to a structure without naming it.
    """
    if answer.reason not in REFUSALS:
        raise UnknownChoiceError("reason")
    if answer.reason == "redirected" and answer.structure is None:
        raise UnknownChoiceError("structure")
    request, task = await to_answer(door, id_, WAITING)
    request.status = "revoked"
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        tell_requester(unit, request)
        if task is not None:
            task.status = "rejected"
            task.statusReason = concept(systems.REQUEST_REFUSAL, answer.reason, REFUSALS[answer.reason])
            task.output = _turned_to(answer.structure)
            say(task, door, answer.words or REFUSALS[answer.reason])
            unit.update(task, expected_version=version_of(task.meta))
        if answer.tells:
            unit.defer(TELL_TASK, request_id=id_)


async def reopen(door: Door, id_: str, words: str = "") -> None:
    """Take an answer back: the request waits again, with who had taken it; what was answered stays in its history.

    Raises: AlreadyAnsweredError when it is not refused, ForbiddenError.
    """
    request, task = await to_answer(door, id_, REFUSED)
    request.status = "active"
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        if task is not None:
            is_taken = ((task.owner.reference if task.owner else None) or "").startswith("PractitionerRole/")
            task.status = "accepted" if is_taken else "requested"
            task.statusReason = task.output = None
            say(task, door, words)
            unit.update(task, expected_version=version_of(task.meta))


def _turned_to(structure: Reference | None) -> list[TaskOutput] | None:
    if structure is None:
        return None
    return [TaskOutput(type=CodeableConcept(text="Structure vers qui se tourner"), valueReference=structure)]
