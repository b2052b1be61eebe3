"""Leaving a circle: access ends at that instant, the history stays, and leaving can be taken back."""

from datetime import datetime

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import forget_end, note_end
from cordee.care.circle_members import present, team_of
from cordee.care.circle_notices import LEFT, tell_circle
from cordee.care.circle_rights import is_referent, may_end
from cordee.care.elements import fhir_instant, version_of
from cordee.care.episode_current import is_running
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.signing import signature
from cordee.fhir.r4 import CareTeam, CareTeamParticipant, EpisodeOfCare, Period, Reference
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.store import Unit

NOBODY = "nobody"


class SuccessorNeededError(CareError):
    """The departure leaves the record without a referent, and it was not said who comes after; nothing was stored."""

    code = "successor-needed"

    def __init__(self) -> None:
        super().__init__(
            "Ce départ laisse le dossier sans référent : dites qui lui succède, ou confirmez qu’il n’y a personne. "
            "Rien n’a été enregistré.",
            "This departure leaves the record without a referent: say who comes after, or confirm that nobody does. "
            "Nothing was stored.",
            field="successor",
        )


async def end_membership(
    door: Door,
    patient_id: str,
    reference: str,
    *,
    reason: str,
    successor: str = "",
    expected_version: int | None,
) -> None:
    """End a member's presence as of now, with its reason.

    Who may: `circle_rights.may_end`. Where `needs_successor`, `successor` is the professional present who
    becomes it, or NOBODY to confirm that there is none; else raises SuccessorNeededError.

    Raises UnknownChoiceError when nobody by that reference is present, VersionConflictError when the circle changed.
    """
    chart = await open_chart(door, patient_id)
    team, at = team_of(chart), now()
    ending = present(chart, reference)
    if not ending:
        raise UnknownChoiceError("member")
    if not all(may_end(chart, door.actor, one) for one in ending):
        raise ForbiddenError
    end_all(ending, at, reason, signature(door.actor))
    async with door.writing() as unit:
        _hand_over(unit, chart, reference, successor)
        unit.update(team, expected_version=expected_version)
        tell_circle(unit, chart, LEFT, reference, door.actor.who)


async def undo_end(door: Door, patient_id: str, reference: str) -> None:
    """Take back the last leaving of a member: the membership goes on as if it had not ended.

    - whoever ended it, the coordination and the proposer may, as `may_end` says.
    """
    chart = await open_chart(door, patient_id)
    team = team_of(chart)
    last = last_ended(team, reference)
    if last is None or present(chart, reference):
        raise UnknownChoiceError("member")
    if not may_end(chart, door.actor, last):
        raise ForbiddenError
    resume(last)
    async with door.writing() as unit:
        unit.update(team, expected_version=version_of(team.meta))


def successors(chart: Chart, leaving: str) -> list[tuple[str, str]]:
    """Return who may become the referent in place of who leaves: professionals present, by reference and name."""
    found: dict[str, str] = {}
    for one in (chart.team.participant if chart.team else None) or ():
        reference = (one.member.reference if one.member else None) or ""
        if reference.startswith("PractitionerRole/") and reference != leaving and present(chart, reference):
            found[reference] = chart.person(reference).name
    return list(found.items())


def needs_successor(chart: Chart, leaving: str) -> bool:
    """Return whether a departure leaves the record without somebody who coordinates it.

    - the referent leaves;
    - the last professional leaves a circle no structure manages.
    """
    team = chart.team
    is_managed = bool(team and team.managingOrganization)
    is_last = leaving.startswith("PractitionerRole/") and not successors(chart, leaving)
    return is_referent(chart, leaving) or (is_last and not is_managed)


def _hand_over(unit: Unit, chart: Chart, leaving: str, successor: str) -> None:
    """Stage the referent who comes after, where the one who leaves is the referent."""
    if not needs_successor(chart, leaving):
        return
    names = dict(successors(chart, leaving))
    if successor not in names and successor != NOBODY:
        raise SuccessorNeededError
    for episode in chart.of(EpisodeOfCare):
        manager = episode.careManager
        if is_running(episode) and manager is not None and manager.reference == leaving:
            named = Reference(reference=successor, display=names.get(successor))
            episode.careManager = None if successor == NOBODY else named
            unit.update(episode, expected_version=version_of(episode.meta))


def end_all(ending: list[CareTeamParticipant], at: datetime, reason: str, by: Reference) -> None:
    """End memberships at an instant, and write why and who ended them."""
    for participant in ending:
        period = participant.period or Period()
        period.end = fhir_instant(at)
        participant.period = period
        note_end(participant, reason, by)


def resume(participant: CareTeamParticipant) -> None:
    """Make a membership go on as if it had not ended."""
    assert participant.period is not None
    participant.period.end = None
    forget_end(participant)


def last_ended(team: CareTeam, reference: str) -> CareTeamParticipant | None:
    """Return the membership of somebody that ended last."""
    left = [
        one
        for one in team.participant or ()
        if one.member is not None
        and one.member.reference == reference
        and one.period is not None
        and one.period.end
    ]
    return max(left, key=lambda one: (one.period.end or "") if one.period else "", default=None)
