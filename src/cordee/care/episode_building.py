"""The one shape of a new episode of care, whoever opens it: an accepted request, or a coordinator directly."""

from collections.abc import Sequence
from datetime import datetime

from cordee.care.elements import concept, fhir_instant
from cordee.care.episode_current import OPEN
from cordee.care.episode_marks import Coded, set_criteria
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, EpisodeOfCareStatusHistory, Period, Reference


def new_episode(
    id_: str,
    patient_id: str,
    *,
    themes: Sequence[Coded],
    criteria: Sequence[Coded] = (),
    structure: Reference,
    referent: Reference,
    team_id: str,
    request_id: str = "",
    at: datetime,
) -> EpisodeOfCare:
    """Return an episode open from an instant on, its first status in its history."""
    episode = EpisodeOfCare(
        id=id_,
        status=OPEN,
        statusHistory=[EpisodeOfCareStatusHistory(status=OPEN, period=Period(start=fhir_instant(at)))],
        type=[concept(systems.THEME, code, label) for code, label in themes] or None,
        patient=about(patient_id),
        managingOrganization=structure,
        period=Period(start=at.date().isoformat()),
        referralRequest=[Reference(reference=f"ServiceRequest/{request_id}")] if request_id else None,
        careManager=referent,
        team=[Reference(reference=f"CareTeam/{team_id}")] if team_id else None,
    )
    set_criteria(episode, criteria)
    return episode
