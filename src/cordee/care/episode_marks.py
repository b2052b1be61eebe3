"""What an episode carries beside R4's own elements: criteria met, why it is suspended and until when, why it closed."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cordee.care.elements import concept, day, words_of
from cordee.fhir import systems
from cordee.fhir.r4 import EpisodeOfCare, Extension, Reference

Coded = tuple[str, str]
"""A code of the territory's list, and its words."""


class Suspension(msgspec.Struct, frozen=True, kw_only=True):
    """Why a record waits, and until when it is expected to."""

    reason: str
    until: date | None


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """Why a record was closed; `summary` is the reference of the Composition that says what was done."""

    reason: str
    code: str
    summary: str


def set_criteria(episode: EpisodeOfCare, criteria: Sequence[Coded]) -> None:
    """Write the criteria an opening meets, in place of those that stood."""
    said = [
        Extension(
            url=systems.EPISODE_CRITERION,
            valueCodeableConcept=concept(systems.OPENING_CRITERION, code, label),
        )
        for code, label in criteria
    ]
    episode.extension = [*_without(episode, systems.EPISODE_CRITERION), *said] or None


def criteria_of(episode: EpisodeOfCare) -> tuple[Coded, ...]:
    """Return the criteria an episode was opened on."""
    found = (one.valueCodeableConcept for one in _marks(episode, systems.EPISODE_CRITERION))
    return tuple(
        ((one.coding[0].code if one.coding else None) or "", words_of(one))
        for one in found
        if one is not None
    )


def set_suspension(episode: EpisodeOfCare, reason: Coded, until: date | None) -> None:
    """Write why an episode waits and until when it is expected to."""
    parts = [
        Extension(url="reason", valueCodeableConcept=concept(systems.SUSPENSION_REASON, *reason)),
        *([Extension(url="until", valueDate=until.isoformat())] if until else []),
    ]
    mark = Extension(url=systems.EPISODE_SUSPENSION, extension=parts)
    episode.extension = [*_without(episode, systems.EPISODE_SUSPENSION), mark]


def suspension_of(episode: EpisodeOfCare) -> Suspension | None:
    """Return why an episode waits, None when nothing says so."""
    for mark in _marks(episode, systems.EPISODE_SUSPENSION):
        until = _part(mark, "until")
        reason = _part(mark, "reason")
        return Suspension(
            reason=words_of(reason.valueCodeableConcept) if reason else "",
            until=day(until.valueDate) if until else None,
        )
    return None


def set_closing(episode: EpisodeOfCare, reason: Coded, summary: str) -> None:
    """Write why an episode was closed, and the reference of its summary."""
    parts = [
        Extension(url="reason", valueCodeableConcept=concept(systems.CLOSING_REASON, *reason)),
        Extension(url="summary", valueReference=Reference(reference=summary)),
    ]
    mark = Extension(url=systems.EPISODE_CLOSING, extension=parts)
    episode.extension = [*_without(episode, systems.EPISODE_CLOSING), mark]


def closing_of(episode: EpisodeOfCare) -> Closing | None:
    """Return why an episode was closed, None when nothing says so."""
    for mark in _marks(episode, systems.EPISODE_CLOSING):
        reason, summary = _part(mark, "reason"), _part(mark, "summary")
        said = reason.valueCodeableConcept if reason else None
        reference = summary.valueReference if summary else None
        return Closing(
            reason=words_of(said),
            code=((said.coding[0].code if said.coding else None) or "") if said else "",
            summary=(reference.reference if reference else None) or "",
        )
    return None


def forget(episode: EpisodeOfCare, url: str) -> None:
    """Take one kind of mark off an episode."""
    episode.extension = _without(episode, url) or None


def _without(episode: EpisodeOfCare, url: str) -> list[Extension]:
    return [one for one in episode.extension or () if one.url != url]


def _marks(episode: EpisodeOfCare, url: str) -> list[Extension]:
    return [one for one in episode.extension or () if one.url == url]


def _part(mark: Extension, url: str) -> Extension | None:
    return next((one for one in mark.extension or () if one.url == url), None)
