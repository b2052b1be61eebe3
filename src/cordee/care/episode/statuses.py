"""Turning an episode to another status, its statusHistory kept as R4 has it.

Source: https://hl7.org/fhir/R4/episodeofcare-definitions.html#EpisodeOfCare.statusHistory (the current one included).
"""

from datetime import datetime

from cordee.care.elements import fhir_instant
from cordee.fhir.r4 import EpisodeOfCare, EpisodeOfCareStatusHistory, Period


def turn(episode: EpisodeOfCare, status: str, at: datetime) -> None:
    """Give an episode another status from an instant on: the last entry of its history ends, a new one begins."""
    history = list(episode.statusHistory or ()) or [_first(episode, at)]
    if history[-1].period.end is None:
        history[-1].period.end = fhir_instant(at)
    history.append(EpisodeOfCareStatusHistory(status=status, period=Period(start=fhir_instant(at))))
    episode.statusHistory = history
    episode.status = status


def _first(episode: EpisodeOfCare, at: datetime) -> EpisodeOfCareStatusHistory:
    """Return what an episode stored without a history was until now."""
    start = episode.period.start if episode.period is not None else None
    return EpisodeOfCareStatusHistory(status=episode.status, period=Period(start=start, end=fhir_instant(at)))
