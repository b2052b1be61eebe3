"""The life of a record as its page and its banner show it."""

from datetime import date

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import code_of, day, version_of, words_of
from cordee.care.episode_current import CLOSED, SUSPENDED, episode_of
from cordee.care.episode_marks import Coded, Suspension, closing_of, criteria_of, suspension_of
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare

STATES = {"active": "Ouvert", SUSPENDED: "Suspendu", CLOSED: "Clos"}


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """Where a record stands: its state, since when, whose it is, why it was opened, why it waits or ended."""

    id: str = ""
    version: int = 0
    state: str = ""
    word: str = ""
    since: date | None = None
    state_since: date | None = None
    themes: tuple[Coded, ...] = ()
    criteria: tuple[Coded, ...] = ()
    referent: Person | None = None
    structure: str = ""
    suspension: Suspension | None = None
    closing_reason: str = ""
    diagnoses: tuple[str, ...] = ()
    """The ids of the Conditions that are its reason, the main one first."""

    @property
    def is_running(self) -> bool:
        """Return whether the record is open or suspended."""
        return self.state in ("active", SUSPENDED)

    @property
    def is_closed(self) -> bool:
        """Return whether the record is closed."""
        return self.state == CLOSED

    @property
    def is_suspended(self) -> bool:
        """Return whether the record waits."""
        return self.state == SUSPENDED


def life_of(chart: Chart) -> Life:
    """Return the life of a record; an empty one when no episode was ever opened, or the reader may not see it."""
    episode = episode_of(chart)
    return life_in(chart, episode) if episode is not None else Life()


def life_in(chart: Chart, episode: EpisodeOfCare) -> Life:
    """Return what one version of an episode says."""
    manager, closing = episode.careManager, closing_of(episode)
    return Life(
        id=episode.id or "",
        version=version_of(episode.meta),
        state=episode.status or "",
        word=STATES.get(episode.status or "", ""),
        since=day(episode.period.start if episode.period else None),
        state_since=_turned_on(episode),
        themes=tuple((code_of(one, systems.THEME), words_of(one)) for one in episode.type or ()),
        criteria=criteria_of(episode),
        referent=chart.person(manager.reference, manager.display) if manager is not None else None,
        structure=(episode.managingOrganization.display or "") if episode.managingOrganization else "",
        suspension=suspension_of(episode),
        closing_reason=closing.reason if closing else "",
        diagnoses=tuple((one.condition.reference or "").partition("/")[2] for one in episode.diagnosis or ()),
    )


def _turned_on(episode: EpisodeOfCare) -> date | None:
    last = episode.statusHistory[-1] if episode.statusHistory else None
    return day(last.period.start) if last is not None else None
