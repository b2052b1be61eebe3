"""What a record still holds when it closes: tasks, appointments to come, members. Nothing of it ends by itself."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.care.agenda import Rendezvous, rendezvous_of
from cordee.care.chart import Chart
from cordee.care.circle_leaving import end_all
from cordee.care.circle_members import present
from cordee.care.elements import fhir_instant, version_of
from cordee.care.people import Person
from cordee.fhir.r4 import Appointment, CareTeam, CodeableConcept, Reference, Task
from cordee.store import Unit

SHELVES: dict[str, int] = {"Appointment": 80}
MEMBERSHIP_ENDED = "end-of-care"
_TASK_OVER = frozenset({"completed", "cancelled", "rejected", "failed", "entered-in-error"})
_WHY = CodeableConcept(text="Dossier de coordination clos")


class LeftOpen(msgspec.Struct, frozen=True, kw_only=True):
    """What remains: the words of the tasks, the appointments to come, the professionals and structures present."""

    tasks: tuple[str, ...]
    meetings: tuple[Rendezvous, ...]
    members: tuple[Person, ...]


def left_open(chart: Chart, at: datetime) -> LeftOpen:
    """Return what a record opened with these SHELVES still holds."""
    meetings = (rendezvous_of(chart, one) for one in _coming(chart, at))
    references = {
        one.member.reference or ""
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None
    }
    members = (
        one
        for one in references
        if one.startswith(("PractitionerRole/", "Organization/")) and present(chart, one)
    )
    return LeftOpen(
        tasks=tuple(one.description or "Tâche" for one in _open_tasks(chart)),
        meetings=tuple(one for one in meetings if one is not None),
        members=tuple(sorted((chart.person(one) for one in members), key=lambda one: one.name)),
    )


def cancel_tasks(unit: Unit, chart: Chart, at: datetime) -> int:
    """Stage the end of every open task, and return how many."""
    found = _open_tasks(chart)
    for task in found:
        task.status, task.statusReason, task.lastModified = "cancelled", _WHY, fhir_instant(at)
        unit.update(task, expected_version=version_of(task.meta))
    return len(found)


def cancel_meetings(unit: Unit, chart: Chart, at: datetime) -> int:
    """Stage the cancellation of every appointment to come, and return how many."""
    found = _coming(chart, at)
    for one in found:
        one.status, one.cancelationReason = "cancelled", _WHY
        unit.update(one, expected_version=version_of(one.meta))
    return len(found)


def end_members(unit: Unit, chart: Chart, references: Sequence[str], by: Reference, at: datetime) -> None:
    """Stage the end of the memberships named, in one version of the circle; nothing when none is named."""
    team: CareTeam | None = chart.team
    ending = [one for reference in references for one in present(chart, reference)]
    if team is None or not ending:
        return
    end_all(ending, at, MEMBERSHIP_ENDED, by)
    unit.update(team, expected_version=version_of(team.meta))


def _open_tasks(chart: Chart) -> list[Task]:
    return [one for one in chart.of(Task) if one.status not in _TASK_OVER]


def _coming(chart: Chart, at: datetime) -> list[Appointment]:
    found = []
    for one in chart.of(Appointment):
        meeting = rendezvous_of(chart, one)
        if meeting is not None and not meeting.is_cancelled and (meeting.end or meeting.start) >= at:
            found.append(one)
    return found
