"""The answer to a request as a letter: to the requester, from the structure, on paper or as an accessible PDF."""

from datetime import date, datetime, tzinfo
from typing import Any

from cordee.access import Actor
from cordee.care.print import Paper
from cordee.care.requests.view import SupportRequest
from cordee.kernel.errors import NotFoundError

TITLE = "Réponse à votre demande d’appui"
ACCEPTED = "Un accompagnement coordonné commence pour cette personne."
STUDIED = "Votre demande a été étudiée, et il y a été donné suite."
TOLD_TO_ALL = frozenset(
    {"answered", "redirected", "out-of-territory", "not-coordination", "unreachable", "duplicate"}
)
"""What may be written to anybody; the rest tells whether somebody is followed, so to listed professionals only."""


def letter(
    found: SupportRequest, actor: Actor, *, service: str, help_words: str, on: date, zone: tzinfo
) -> Paper:
    """Return the letter that answers a request; NotFoundError while nobody has answered it."""
    if found.is_waiting:
        raise NotFoundError
    data: dict[str, Any] = {
        "service": service,
        "structure": actor.organization_name,
        "requester": found.requester,
        "number": found.number,
        "asked": _day(found.asked_at, zone),
        "person": found.name.polite,
        "reason": found.reason,
        "decision": _decision(found),
        "answer": found.answer if found.answer != found.answer_reason else "",
        "turn_to": found.redirected_to,
        "help": help_words,
        "signed": found.answered_by or actor.name,
    }
    return Paper(package=__package__, template="letter", title=TITLE, on=on, data=data)


def _decision(found: SupportRequest) -> str:
    if not found.is_requester_listed and found.answer_code not in TOLD_TO_ALL:
        return STUDIED
    return ACCEPTED if found.state == "accepted" else found.answer_reason


def _day(at: datetime | None, zone: tzinfo) -> str:
    return at.astimezone(zone).date().isoformat() if at is not None else ""
