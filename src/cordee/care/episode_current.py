"""Which episode of care a record lives in today."""

from cordee.care.chart import Chart
from cordee.fhir.r4 import EpisodeOfCare

OPEN, SUSPENDED, CLOSED = "active", "onhold", "finished"
RUNNING = frozenset({OPEN, SUSPENDED})
"""A suspended record keeps its referent and its coordination: it waits, it did not end."""


def is_running(episode: EpisodeOfCare) -> bool:
    """Return whether an episode is open or suspended."""
    return episode.status in RUNNING


def running_episode(chart: Chart) -> EpisodeOfCare | None:
    """Return the episode that is open or suspended, the newest when there are several."""
    return next((one for one in chart.of(EpisodeOfCare) if is_running(one)), None)


def episode_of(chart: Chart) -> EpisodeOfCare | None:
    """Return the episode the record speaks of: the running one, else the last that was closed."""
    closed = (one for one in chart.of(EpisodeOfCare) if one.status == CLOSED)
    return running_episode(chart) or next(closed, None)
