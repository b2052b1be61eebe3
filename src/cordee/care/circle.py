"""The circle of care: who is in it today, who was, who joins, who leaves, and what each one sees."""

from collections.abc import Container
from datetime import date, datetime

import msgspec

from cordee.access import Door
from cordee.access.habilitation import reader_class_of
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import Story, story_of
from cordee.care.circle_members import DOCTOR, GUARDIAN, TRUSTED
from cordee.care.consent.standing import refused_members
from cordee.care.elements import code_of, day, has_ended, version_of, words_of
from cordee.care.episode_current import is_running
from cordee.care.people import Person, kind_of_reference, name_of_person
from cordee.care.sight import Sight, sight_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeamParticipant,
    EpisodeOfCare,
    PractitionerRole,
)
from cordee.kernel.clock import now


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One membership, with its dates: the same person who left and came back is two of them.

    `is_refused`: the person refuses that this member sees the record, whatever the dates say.
    """

    person: Person
    role: str
    since: date | None
    until: date | None
    is_present: bool
    sight: Sight = Sight()
    structure: str = ""
    town: str = ""
    seen_at: datetime | None = None
    is_doctor: bool = False
    is_trusted: bool = False
    is_guardian: bool = False
    is_refused: bool = False
    story: Story = Story()

    @property
    def sees(self) -> str:
        """Return what their role lets them see, as a sentence that follows their name."""
        return self.sight.sentence

    @property
    def reference(self) -> str:
        """Return the reference the member stands under."""
        return self.person.reference


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """The circle as its page and its card show it; `referent` is who coordinates."""

    team_id: str
    version: int
    present: tuple[Member, ...]
    past: tuple[Member, ...]
    coordination: str = ""
    referent: Person | None = None

    def names(self) -> list[str]:
        """Return the names of those present, the person's doctor first."""
        return [member.person.name for member in self.present]


def circle_of(
    chart: Chart, at: datetime, directory: dict[str, PractitionerRole] | None = None,
    visits: dict[str, datetime] | None = None,
) -> Circle:  # fmt: skip
    """Return the circle at an instant; `directory` adds telephone, structure and what a role sees, when it was read."""
    team = chart.team
    if team is None:
        return Circle(team_id="", version=0, present=(), past=())
    refused = refused_members(chart, at)
    members = [
        _member(chart, participant, at, directory or {}, visits or {}, refused)
        for participant in team.participant or ()
        if participant.member is not None and participant.member.reference
    ]
    present = sorted((one for one in members if one.is_present), key=_rank)
    past = sorted(
        (one for one in members if not one.is_present), key=lambda one: str(one.until or ""), reverse=True
    )
    managing = team.managingOrganization[0] if team.managingOrganization else None
    return Circle(
        team_id=team.id or "",
        version=version_of(team.meta),
        present=tuple(present),
        past=tuple(past),
        coordination=(managing.display if managing else None) or "",
        referent=_referent(chart),
    )


async def show_circle(door: Door, patient_id: str) -> tuple[Chart, Circle]:
    """Return the record and its circle with telephones and structures. Cost: three statements."""
    chart = await open_chart(door, patient_id)
    return chart, circle_of(chart, now(), await directory_of(door, chart), await door.visits(patient_id))


async def directory_of(door: Door, chart: Chart) -> dict[str, PractitionerRole]:
    """Return the directory's word on the professionals of a circle, by reference. Cost: one statement."""
    references = [
        participant.member.reference
        for participant in (chart.team.participant if chart.team else None) or ()
        if participant.member is not None and participant.member.reference
    ]
    found = await door.read_many([one for one in references if one.startswith("PractitionerRole/")])
    return {reference: stored.resource for reference, stored in found.items()}


def _member(
    chart: Chart, participant: CareTeamParticipant, at: datetime, directory: dict[str, PractitionerRole],
    visits: dict[str, datetime], refused: Container[str],
) -> Member:  # fmt: skip
    assert participant.member is not None
    reference = participant.member.reference or ""
    known = chart.person(reference, participant.member.display)
    listed = directory.get(reference)
    phone = known.phone or (name_of_person(reference, listed).phone if listed else "")
    period = participant.period
    start = day(period.start) if period else None
    role = words_of(participant.role[0]) if participant.role else known.role
    relation = known.role if known.kind == "carer" and known.role not in role else ""
    return Member(
        person=msgspec.structs.replace(known, phone=phone),
        role=f"{relation}, {role}" if relation and role else relation or role,
        since=start,
        until=day(period.end) if period else None,
        is_present=not has_ended(period, at) and (start is None or start <= at.date()),
        sight=sight_of(_reader_class(participant, reference, listed)),
        structure=(listed.organization.display if listed and listed.organization else None) or "",
        seen_at=visits.get(reference),
        is_doctor=any(
            code_of(one, systems.PARTICIPATION_FUNCTION) == DOCTOR for one in participant.role or ()
        ),
        is_trusted=any(code_of(one, systems.ROLE_CLASS) == TRUSTED for one in participant.role or ()),
        is_guardian=any(code_of(one, systems.ROLE_CLASS) == GUARDIAN for one in participant.role or ()),
        is_refused=reference in refused,
        story=story_of(participant),
    )


def _reader_class(participant: CareTeamParticipant, reference: str, listed: PractitionerRole | None) -> str:
    kind = kind_of_reference(reference)
    if kind == "person":
        return "person"
    if kind == "carer":
        roles = {code_of(one, systems.ROLE_CLASS) for one in participant.role or ()}
        return "guardian" if GUARDIAN in roles else "carer"
    codes = (code_of(one, systems.ROLE) for one in (listed.code if listed else None) or ())
    return next((found for code in codes if (found := reader_class_of("professional", code))), "")


def _rank(member: Member) -> tuple[int, str]:
    order = {"professional": 1, "organization": 2, "carer": 3, "person": 4}
    return (0 if member.is_doctor else order.get(member.person.kind, 2), member.person.name)


def _referent(chart: Chart) -> Person | None:
    for episode in chart.of(EpisodeOfCare):
        manager = episode.careManager
        if is_running(episode) and manager is not None and manager.reference:
            known = chart.person(manager.reference, manager.display)
            return msgspec.structs.replace(known, role=known.role or "référente du dossier")
    return None
