"""What a membership carries beside its dates: on whose proposal, how the person agreed, why it ended and by whom.

They are extensions of the participant (`fhir/systems.py`), so that the circle stays valid in its ANS profile.
"""

import msgspec

from cordee.care.elements import code_of, words_of
from cordee.care.errors import UnknownChoiceError
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeamParticipant, CodeableConcept, Coding, Extension, Reference

WORDS_LENGTH_MAX = 300
AGREEMENTS = {
    "present": "Dit de vive voix",
    "phone": "Dit au téléphone",
    "written": "Écrit et signé",
    "electronic": "Donné en ligne",
    "represented": "Donné par son représentant légal",
    "unable": "La personne ne peut pas s’exprimer",
}
LEAVING_REASONS = {
    "end-of-care": "Fin de la prise en charge",
    "replaced": "Remplacé par quelqu’un d’autre",
    "moved": "Déménagement ou changement de secteur",
    "person-wish": "À la demande de la personne",
    "own-wish": "À sa propre demande",
    "mistake": "Ajouté par erreur",
    "other": "Autre raison",
}


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How the person agreed to a member: one of AGREEMENTS, and words where they say more."""

    how: str
    words: str = ""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of how a membership began and ended, in words; empty where nothing was noted."""

    proposed_by: str = ""
    agreement: str = ""
    agreement_words: str = ""
    left_because: str = ""
    ended_by: str = ""
    is_outside: bool = False


def beginning(agreement: Agreement, proposed_by: Reference, *, is_outside: bool = False) -> list[Extension]:
    """Return the extensions a membership begins with; UnknownChoiceError for an agreement of no known kind."""
    if agreement.how not in AGREEMENTS:
        raise UnknownChoiceError("agreement")
    label = AGREEMENTS[agreement.how]
    coding = Coding(system=systems.AGREEMENT, code=agreement.how, display=label)
    given = CodeableConcept(coding=[coding], text=agreement.words[:WORDS_LENGTH_MAX] or label)
    found = [
        Extension(url=systems.MEMBER_PROPOSED_BY, valueReference=proposed_by),
        Extension(url=systems.MEMBER_AGREEMENT, valueCodeableConcept=given),
    ]
    if is_outside:
        found.append(Extension(url=systems.OUTSIDE_CARE_TEAM, valueBoolean=True))
    return found


def note_end(participant: CareTeamParticipant, reason: str, ended_by: Reference) -> None:
    """Write on a membership why it ended and who ended it; UnknownChoiceError for a reason of no known kind."""
    if reason not in LEAVING_REASONS:
        raise UnknownChoiceError("reason")
    label = LEAVING_REASONS[reason]
    why = CodeableConcept(coding=[Coding(system=systems.LEAVING, code=reason, display=label)], text=label)
    participant.extension = [
        *_without_end(participant),
        Extension(url=systems.MEMBER_END_REASON, valueCodeableConcept=why),
        Extension(url=systems.MEMBER_ENDED_BY, valueReference=ended_by),
    ]


def forget_end(participant: CareTeamParticipant) -> None:
    """Take back what `note_end` wrote."""
    participant.extension = _without_end(participant) or None


def story_of(participant: CareTeamParticipant) -> Story:
    """Return what a membership says of itself."""
    found = {one.url: one for one in participant.extension or ()}
    agreed = found.get(systems.MEMBER_AGREEMENT)
    code = code_of(agreed.valueCodeableConcept, systems.AGREEMENT) if agreed else ""
    label = AGREEMENTS.get(code, "")
    words = words_of(agreed.valueCodeableConcept) if agreed else ""
    ended = found.get(systems.MEMBER_END_REASON)
    outside = found.get(systems.OUTSIDE_CARE_TEAM)
    return Story(
        proposed_by=_name(found.get(systems.MEMBER_PROPOSED_BY)),
        agreement=label,
        agreement_words="" if words == label else words,
        left_because=words_of(ended.valueCodeableConcept) if ended else "",
        ended_by=_name(found.get(systems.MEMBER_ENDED_BY)),
        is_outside=bool(outside and outside.valueBoolean),
    )


def proposer_of(participant: CareTeamParticipant) -> str:
    """Return the reference of whoever proposed a member, empty when nobody is noted."""
    for one in participant.extension or ():
        if one.url == systems.MEMBER_PROPOSED_BY and one.valueReference is not None:
            return one.valueReference.reference or ""
    return ""


def _without_end(participant: CareTeamParticipant) -> list[Extension]:
    ends = (systems.MEMBER_END_REASON, systems.MEMBER_ENDED_BY)
    return [one for one in participant.extension or () if one.url not in ends]


def _name(extension: Extension | None) -> str:
    reference = extension.valueReference if extension else None
    return (reference.display if reference else None) or ""
