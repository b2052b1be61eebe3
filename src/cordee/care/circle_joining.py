"""Joining a circle: an act with its date, its proposer, and how the person agreed; never without a trace."""

from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_agreement import Agreement, beginning
from cordee.care.circle_members import (
    MANDATES,
    RELATIVE_ROLES,
    Relative,
    check_doctor,
    check_relative,
    doctor_role,
    present,
    provider_role,
    team_of,
)
from cordee.care.circle_notices import JOINED, tell_circle
from cordee.care.circle_rights import may_invite
from cordee.care.consent.standing import ensure_not_refused
from cordee.care.elements import concept, fhir_instant, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import AlreadyMemberError, UnknownChoiceError
from cordee.care.people import name_of_person
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    ContactPoint,
    HumanName,
    Identifier,
    Meta,
    Organization,
    Period,
    PractitionerRole,
    Reference,
    RelatedPerson,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError

T = TypeVar("T", PractitionerRole, Organization)


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody joins: from which day, how the person agreed, and whether outside the care team.

    Whoever is outside the care team sees nothing until the person's prior consent is recorded for them.
    """

    since: date
    agreement: Agreement
    form_id: str
    is_outside: bool = False


async def add_professional(
    door: Door, patient_id: str, role_reference: str, joining: Joining, *, is_doctor: bool = False
) -> None:
    """Add a professional of the directory, in one place of work, from a day on.

    Raises AlreadyMemberError when they are present, unless this very form added them; MemberRefusedError when the
    person refused them; CareError when they cannot be the treating doctor; ForbiddenError by `may_invite`.
    """
    chart, team = await _opened(door, patient_id)
    role = await _listed(door, role_reference, PractitionerRole)
    if is_doctor and not _is_written(team, joining):
        check_doctor(chart, role)
    person = name_of_person(role_reference, role)
    said = doctor_role() if is_doctor else provider_role(person.role or "professionnel")
    member = Reference(reference=role_reference, display=person.name)
    await _join(door, chart, team, _participant(door, joining, said, member))


async def add_structure(door: Door, patient_id: str, reference: str, joining: Joining) -> None:
    """Add a structure of the directory: those who hold a role there stand in the circle with it. Raises the same."""
    chart, team = await _opened(door, patient_id)
    structure = await _listed(door, reference, Organization)
    member = Reference(reference=reference, display=structure.name or "Une structure")
    await _join(door, chart, team, _participant(door, joining, provider_role("structure"), member))


async def add_relative(door: Door, patient_id: str, relative: Relative, joining: Joining) -> str:
    """Add somebody close to the record and to its circle, and return their id.

    Raises CareError when they cannot hold the role given, see `circle_members`; ForbiddenError by `may_invite`.
    """
    if relative.role not in RELATIVE_ROLES:
        raise UnknownChoiceError("role")
    chart, team = await _opened(door, patient_id)
    id_ = entry_id(joining.form_id)
    if _is_written(team, joining):
        return id_
    check_relative(chart, relative, joining.since)
    role = concept(systems.ROLE_CLASS, relative.role, RELATIVE_ROLES[relative.role])
    member = Reference(reference=f"RelatedPerson/{id_}", display=relative.name)
    added = _related_person(patient_id, id_, relative)
    await _join(door, chart, team, _participant(door, joining, role, member), added)
    return id_


def joined(
    role: CodeableConcept, member: Reference, joining: Joining, proposed_by: Reference
) -> CareTeamParticipant:
    """Return the membership that begins; its id is of the form it came from."""
    return CareTeamParticipant(
        id=entry_id(joining.form_id, "participant"),
        extension=beginning(joining.agreement, proposed_by, is_outside=joining.is_outside),
        role=[role],
        member=member,
        period=Period(start=_start(joining.since, now())),
    )


def _start(since: date, at: datetime) -> str:
    """Return how a membership of that day begins: a day that has begun here and not yet in UTC, at this instant."""
    return since.isoformat() if since <= at.astimezone(UTC).date() else fhir_instant(at)


async def _opened(door: Door, patient_id: str) -> tuple[Chart, CareTeam]:
    chart = await open_chart(door, patient_id)
    team = team_of(chart)
    if not may_invite(chart, door.actor):
        raise ForbiddenError
    return chart, team


async def _listed(door: Door, reference: str, kind: type[T]) -> T:
    stored = (await door.read_many([reference])).get(reference)
    if stored is None or not isinstance(stored.resource, kind) or stored.resource.active is False:
        raise UnknownChoiceError("member")
    return stored.resource


async def _join(
    door: Door,
    chart: Chart,
    team: CareTeam,
    participant: CareTeamParticipant,
    relative: RelatedPerson | None = None,
) -> None:
    assert participant.member is not None
    reference = participant.member.reference or ""
    if any(one.id == participant.id for one in team.participant or ()):
        return
    if present(chart, reference):
        raise AlreadyMemberError
    ensure_not_refused(chart, reference)
    team.participant = [*(team.participant or ()), participant]
    async with door.writing() as unit:
        if relative is not None:
            unit.create(relative)
        unit.update(team, expected_version=version_of(team.meta))
        tell_circle(unit, chart, JOINED, reference, door.actor.who)


def _participant(
    door: Door, joining: Joining, role: CodeableConcept, member: Reference
) -> CareTeamParticipant:
    return joined(role, member, joining, signature(door.actor))


def _is_written(team: CareTeam, joining: Joining) -> bool:
    """Return whether this very form added its member already."""
    id_ = entry_id(joining.form_id, "participant")
    return bool(joining.form_id) and any(one.id == id_ for one in team.participant or ())


def _related_person(patient_id: str, id_: str, relative: Relative) -> RelatedPerson:
    telecom = [
        ContactPoint(system=system, value=value)
        for system, value in (("phone", relative.phone), ("email", relative.email))
        if value
    ]
    relationship = [concept(systems.ROLE_CLASS, relative.role, relative.relation)]
    if relative.role == "GUARD" and relative.mandate:
        relationship.append(concept(systems.MANDATE, relative.mandate, MANDATES[relative.mandate]))
    return RelatedPerson(
        id=id_,
        meta=Meta(profile=[systems.RELATED_PERSON_PROFILE])
        if telecom
        else None,  # it wants a way to reach them
        identifier=[Identifier(system=systems.RELATED_PERSON_IDENTIFIER, value=id_)],
        active=True,
        patient=about(patient_id),
        relationship=relationship,
        name=[HumanName(family=relative.family.upper(), given=[relative.given], text=relative.name)],
        telecom=telecom or None,
    )
