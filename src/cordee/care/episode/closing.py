"""Closing a record with its reason and summary, and opening it again. The record stays readable. Decision: ADR 0032."""

from collections.abc import Sequence

import msgspec

from cordee.access import Door
from cordee.care import episode_marks as marks
from cordee.care.entry import entry_id
from cordee.care.episode.acts import governed
from cordee.care.episode.left_open import SHELVES, cancel_meetings, cancel_tasks, end_members
from cordee.care.episode.statuses import turn
from cordee.care.episode.summary import new_summary
from cordee.care.episode_current import CLOSED, OPEN, RUNNING
from cordee.care.episode_marks import Coded
from cordee.care.notices import notice_job
from cordee.care.signing import signature
from cordee.fhir import systems
from cordee.fhir.r4 import Period
from cordee.kernel.clock import now


class ToClose(msgspec.Struct, frozen=True, kw_only=True):
    """What a coordinator decides on closing: why, what was done, and what becomes of what is left.

    `leaving` are the references of the members whose presence ends with the record; everyone else stays.
    """

    reason: Coded
    words: str
    cancels_tasks: bool = False
    cancels_meetings: bool = False
    leaving: Sequence[str] = ()


async def close(
    door: Door, patient_id: str, to_close: ToClose, *, expected_version: int | None, form_id: str
) -> None:
    """Close a record: its status, its summary and what was decided of the rest, in one transaction.

    Who stays in the circle keeps the access they had: closing by itself takes nothing from anybody.

    Raises: EpisodeStateError, ForbiddenError, VersionConflictError.
    """
    chart, episode = await governed(door, patient_id, *RUNNING, shelves=SHELVES)
    at, me = now(), signature(door.actor)
    turn(episode, CLOSED, at)
    episode.period = Period(start=episode.period.start if episode.period else None, end=at.date().isoformat())
    summary_id = entry_id(form_id, "summary")
    marks.forget(episode, systems.EPISODE_SUSPENSION)
    marks.set_closing(episode, to_close.reason, f"Composition/{summary_id}")
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)
        unit.defer(notice_job("record-closed", patient_id, f"EpisodeOfCare/{episode.id}"))
        unit.create(new_summary(summary_id, patient_id, episode, to_close.words, me, at))
        if to_close.cancels_tasks:
            cancel_tasks(unit, chart, at)
        if to_close.cancels_meetings:
            cancel_meetings(unit, chart, at)
        end_members(unit, chart, to_close.leaving, me, at)


async def reopen(
    door: Door,
    patient_id: str,
    *,
    criteria: Sequence[Coded] | None = None,
    expected_version: int | None = None,
) -> None:
    """Open a closed record again: a new entry of its history; the summary of its closing stays readable.

    `criteria`, when given, are what it is opened again on. Tasks and memberships that ended stay ended.

    Raises: EpisodeStateError, ForbiddenError, VersionConflictError.
    """
    _, episode = await governed(door, patient_id, CLOSED)
    turn(episode, OPEN, now())
    start = episode.period.start if episode.period else None
    episode.period = Period(start=start) if start else None
    marks.forget(episode, systems.EPISODE_CLOSING)
    if criteria is not None:
        marks.set_criteria(episode, criteria)
    async with door.writing() as unit:
        unit.update(episode, expected_version=expected_version)
        unit.defer(notice_job("record-opened", patient_id, f"EpisodeOfCare/{episode.id}"))
