"""From agreements to one score and a grade.

The score is the weighted mean of what both descriptions tell, brought down when they tell little. A shared national
identifier lifts it only when the traits do not contradict it: identities get mixed up that way.
Source: https://hl7.org/fhir/R4/patient-operation-match.html; RNIV (national reference for identity vigilance).
"""

from typing import Literal

import msgspec

from cordee.fhir.matching.birth import birth_agreement
from cordee.fhir.matching.names import family_agreement, given_agreement, swapped_agreement
from cordee.fhir.matching.traits import Traits
from cordee.fhir.systems import INS_SYSTEMS

Grade = Literal["certain", "probable", "possible", "certainly-not"]

CERTAIN_MIN = 0.95
PROBABLE_MIN = 0.8
POSSIBLE_MIN = 0.5

_FAMILY, _GIVEN, _BIRTH, _GENDER, _PLACE = 30.0, 25.0, 30.0, 5.0, 5.0
_ENOUGH = _FAMILY + _GIVEN + _BIRTH  # weight from which a description tells enough for the full score
_COHERENT_MIN = 0.5
_SURE_MIN, _DOUBTFUL = 0.9, 0.94  # a name or a date that agrees less leaves a doubt: never certain by traits
_SAME_INS, _SAME_IDENTIFIER, _CONTRADICTED, _OTHER_INS = 0.97, 0.9, 0.6, 0.6


class Match(msgspec.Struct, frozen=True):
    """How much a candidate is the person: `score` from 0 to 1, and what that is called."""

    score: float
    grade: Grade


def score(asked: Traits, candidate: Traits) -> Match:
    """Return how much two descriptions are the same person.

    `certain` asks for the same full birth date and the same names, or the same national identifier with traits that
    agree; names exchanged, inverted dates and close spellings are `probable` at best.
    """
    parts = _parts(asked, candidate)
    compared = sum(weight for weight, _ in parts)
    mean = sum(weight * agreement for weight, agreement in parts) / compared if compared else 0.0
    found = mean * min(1.0, compared / _ENOUGH)
    if any(weight >= _GIVEN and agreement < _SURE_MIN for weight, agreement in parts):
        found = min(found, _DOUBTFUL)
    found = _with_identifiers(found, mean if compared else None, asked, candidate)
    return Match(round(found, 3), _grade(found))


def _parts(asked: Traits, candidate: Traits) -> list[tuple[float, float]]:
    """Return weight and agreement of each trait both descriptions tell."""
    parts = list(_names(asked, candidate))
    if asked.birth_date and candidate.birth_date:
        parts.append((_BIRTH, birth_agreement(asked.birth_date, candidate.birth_date)))
    if {asked.gender, candidate.gender} <= {"male", "female"}:
        parts.append((_GENDER, float(asked.gender == candidate.gender)))
    if asked.postal_codes and candidate.postal_codes:
        parts.append((_PLACE, float(bool(asked.postal_codes & candidate.postal_codes))))
    elif asked.cities and candidate.cities:
        parts.append((_PLACE, float(bool(asked.cities & candidate.cities))))
    # People move: another address says nothing, the same one says something.
    return [part for part in parts if part != (_PLACE, 0.0)]


def _names(asked: Traits, candidate: Traits) -> list[tuple[float, float]]:
    found = []
    if asked.families and candidate.families:
        found.append((_FAMILY, family_agreement(asked, candidate)))
    if asked.givens and candidate.givens:
        found.append((_GIVEN, given_agreement(asked, candidate)))
    straight = sum(weight * agreement for weight, agreement in found)
    swapped = swapped_agreement(asked, candidate)
    if swapped * (_FAMILY + _GIVEN) > straight:
        return [(_FAMILY + _GIVEN, swapped)]
    return found


def _with_identifiers(found: float, coherence: float | None, asked: Traits, candidate: Traits) -> float:
    shared = asked.identifiers & candidate.identifiers
    if shared and coherence is not None and coherence < _COHERENT_MIN:
        return _CONTRADICTED
    if any(system in INS_SYSTEMS for system, _ in shared):
        return max(found, _SAME_INS)
    if shared:
        return max(found, _SAME_IDENTIFIER)
    return found * _OTHER_INS if _has_other_ins(asked, candidate) else found


def _has_other_ins(asked: Traits, candidate: Traits) -> bool:
    """Return whether both have a national identifier of one system, and not the same."""
    systems = {system for system, _ in asked.identifiers} & {system for system, _ in candidate.identifiers}
    return bool(systems & INS_SYSTEMS)


def _grade(found: float) -> Grade:
    if found >= CERTAIN_MIN:
        return "certain"
    if found >= PROBABLE_MIN:
        return "probable"
    return "possible" if found >= POSSIBLE_MIN else "certainly-not"
