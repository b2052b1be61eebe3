"""What changes an open record: suspended, resumed, given to another referent; themes, criteria, diagnoses."""

from collections.abc import Sequence
from datetime import date

from cordee.access import Door
from cordee.care import episode_marks as marks
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import concept
from cordee.care.entry import entry_id
from cordee.care.episode.errors import EpisodeStateError
from cordee.care.episode.rights import ensure_may_govern
from cordee.care.episode.statuses import turn
from cordee.care.episode_building import new_episode
from cordee.care.episode_current import CLOSED, OPEN, RUNNING, SUSPENDED, episode_of
from cordee.care.episode_marks import Coded
from cordee.care.errors import UnknownChoiceError
from cordee.care.notices import notice_job
from cordee.care.requests.structure import own_structure
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import Condition, EpisodeOfCare, EpisodeOfCareDiagnosis, Reference
from cordee.kernel.clock import now

CONDITIONS: dict[str, int] = {"Condition": 60}


async def governed(
    door: Door, patient_id: str, *states: str, shelves: dict[str, int] | None = None
) -> tuple[Chart, EpisodeOfCare]:
    """Return the record and its episode, in one of these states, to somebody who may decide of it.

    Raises: EpisodeStateError, ForbiddenError, NotFoundError.
    """
    chart = await open_chart(door, patient_id, shelves)
    ensure_may_govern(chart, door.actor)
    episode = episode_of(chart)
    if episode is None or episode.status not in states:
        raise EpisodeStateError
    return chart, episode


async def open_episode(
    door: Door, patient_id: str, *, theme: Coded, criteria: Sequence[Coded], form_id: str
) -> None:
    """Open an episode for a record that has a circle and none; the sender becomes its referent."""
    chart = await open_chart(door, patient_id)
    ensure_may_govern(chart, door.actor)
    if episode_of(chart) is not None or chart.team is None:
        raise EpisodeStateError
    managing = chart.team.managingOrganization
    episode = new_episode(
        entry_id(form_id),
        patient_id,
        themes=[theme],
        criteria=criteria,
        structure=managing[0] if managing else own_structure(door.actor),
        referent=signature(door.actor),
        team_id=chart.team.id or "",
        at=now(),
    )
    async with door.writing() as unit:
        unit.create(episode)


async def suspend(
    door: Door, patient_id: str, *, reason: Coded, until: date | None, expected_version: int | None
) -> None:
    """Suspend an open record, with why and until when that is expected."""
    _, episode = await governed(door, patient_id, OPEN)
    turn(episode, SUSPENDED, now())
    marks.set_suspension(episode, reason, until)
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)
        unit.defer(notice_job("record-suspended", patient_id, f"EpisodeOfCare/{episode.id}"))


async def resume(door: Door, patient_id: str) -> None:
    """Resume a suspended record; one that is open already stays as it is."""
    _, episode = await governed(door, patient_id, *RUNNING)
    if episode.status == OPEN:
        return
    turn(episode, OPEN, now())
    marks.forget(episode, systems.EPISODE_SUSPENSION)
    async with door.writing() as unit:
        unit.update(episode)
        unit.defer(notice_job("record-suspended", patient_id, f"EpisodeOfCare/{episode.id}"))


async def change_referent(
    door: Door, patient_id: str, reference: str, candidates: dict[str, str], *, expected_version: int | None
) -> None:
    """Name another referent among the candidates (name by reference); the former stands in the episode's history."""
    if reference not in candidates:
        raise UnknownChoiceError("referent")
    _, episode = await governed(door, patient_id, *RUNNING)
    episode.careManager = Reference(reference=reference, display=candidates[reference])
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)


async def describe(
    door: Door,
    patient_id: str,
    *,
    themes: Sequence[Coded],
    criteria: Sequence[Coded],
    expected_version: int | None,
) -> None:
    """Write the themes of a record and the criteria it was opened on, in place of those that stood."""
    _, episode = await governed(door, patient_id, *RUNNING, CLOSED)
    episode.type = [concept(systems.THEME, code, label) for code, label in themes] or None
    marks.set_criteria(episode, criteria)
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)


async def set_diagnoses(
    door: Door, patient_id: str, condition_ids: Sequence[str], *, expected_version: int | None
) -> None:
    """Name the problems that are the reason of the record, the first the main one.

    An episode is read by the whole circle and a problem by care givers only: the reference carries no words.
    """
    chart, episode = await governed(door, patient_id, *RUNNING, shelves=CONDITIONS)
    known = {one.id for one in chart.of(Condition)}
    if not known.issuperset(condition_ids):
        raise UnknownChoiceError("diagnosis")
    episode.diagnosis = [
        EpisodeOfCareDiagnosis(
            condition=Reference(reference=f"Condition/{one}"),
            role=concept(systems.DIAGNOSIS_ROLE, "CC", "Chief complaint"),
            rank=rank,
        )
        for rank, one in enumerate(condition_ids, 1)
    ] or None
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)
