"""Joining and leaving a circle of care; leaving can be taken back."""

from datetime import date

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle import DOCTOR, PROVIDER
from cordee.care.elements import concept, fhir_instant, has_ended, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import AlreadyMemberError, CareError, UnknownChoiceError
from cordee.care.people import name_of_person
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    ContactPoint,
    HumanName,
    Identifier,
    Meta,
    Period,
    PractitionerRole,
    Reference,
    RelatedPerson,
)
from cordee.kernel.clock import now

LEAVING_REASONS = {
    "end-of-care": "Fin de la prise en charge",
    "replaced": "Remplacé par quelqu’un d’autre",
    "moved": "Déménagement ou changement de secteur",
    "person-wish": "À la demande de la personne",
    "other": "Autre raison",
}
CARER_ROLES = {
    "CAREGIVER": "aidant",
    "QUAL": "personne de confiance",
    "GUARD": "représentant légal",
}


async def add_professional(
    door: Door, patient_id: str, role_reference: str, *, is_doctor: bool, since: date, form_id: str
) -> None:
    """Add a professional of the directory to the circle from a day on.

    When they are present already, raises AlreadyMemberError; unless this very form added them, which is done already.
    """
    chart = await open_chart(door, patient_id)
    team = _team(chart)
    stored = (await door.read_many([role_reference])).get(role_reference)
    if stored is None or not isinstance(stored.resource, PractitionerRole):
        raise UnknownChoiceError("member")
    person = name_of_person(role_reference, stored.resource)
    role = (
        concept(systems.PARTICIPATION_FUNCTION, DOCTOR, "médecin traitant")
        if is_doctor
        else concept(systems.ROLE_CLASS, PROVIDER, person.role or "professionnel")
    )
    participant = _participant(form_id, role, Reference(reference=role_reference, display=person.name), since)
    await _join(door, chart, team, participant)


async def add_carer(
    door: Door, patient_id: str, *, given: str, family: str, relation: str, role: str, phone: str, since: date,
    form_id: str,
) -> str:  # fmt: skip
    """Add a relative to the record and to its circle, and return the relative's id."""
    if role not in CARER_ROLES:
        raise UnknownChoiceError("role")
    chart = await open_chart(door, patient_id)
    team = _team(chart)
    relative = RelatedPerson(
        id=entry_id(form_id),
        meta=Meta(profile=[systems.RELATED_PERSON_PROFILE]),
        identifier=[Identifier(system=systems.RELATED_PERSON_IDENTIFIER, value=entry_id(form_id))],
        active=True,
        patient=about(patient_id),
        relationship=[concept(systems.ROLE_CLASS, role, relation)],
        name=[HumanName(family=family.upper(), given=[given], text=f"{given} {family.upper()}")],
        telecom=[ContactPoint(system="phone", value=phone)] if phone else None,
    )
    assert relative.id is not None
    said = concept(systems.ROLE_CLASS, role, CARER_ROLES[role])
    member = Reference(reference=f"RelatedPerson/{relative.id}", display=f"{given} {family.upper()}")
    await _join(door, chart, team, _participant(form_id, said, member, since), relative)
    return relative.id


async def end_membership(
    door: Door, patient_id: str, reference: str, *, reason: str, expected_version: int | None
) -> None:
    """End a member's presence as of now: the history stays, the access stops at once.

    Raises UnknownChoiceError when nobody by that reference is present, VersionConflictError when the circle changed.
    """
    if reason not in LEAVING_REASONS:
        raise UnknownChoiceError("reason")
    chart = await open_chart(door, patient_id)
    team, at = _team(chart), now()
    ended = False
    for participant in team.participant or ():
        member = participant.member.reference if participant.member else None
        if member == reference and not has_ended(participant.period, at):
            period = participant.period or Period()
            period.end = fhir_instant(at)
            participant.period = period
            ended = True
    if not ended:
        raise UnknownChoiceError("member")
    async with door.writing() as unit:
        unit.update(team, expected_version=expected_version)


async def undo_end(door: Door, patient_id: str, reference: str) -> None:
    """Take back the last leaving of a member: the membership goes on as if it had not ended."""
    chart = await open_chart(door, patient_id)
    team = _team(chart)
    left = [
        participant
        for participant in team.participant or ()
        if participant.member is not None
        and participant.member.reference == reference
        and participant.period is not None
        and participant.period.end
    ]
    if not left or chart.is_in_circle(reference, now()):
        raise UnknownChoiceError("member")
    last = max(left, key=lambda one: (one.period.end or "") if one.period else "")
    assert last.period is not None
    last.period.end = None
    async with door.writing() as unit:
        unit.update(team, expected_version=version_of(team.meta))


def _team(chart: Chart) -> CareTeam:
    if chart.team is None:
        raise CareError(
            "Ce dossier n’a pas encore de cercle de soins : ouvrez-le depuis la demande d’appui.",
            "This record has no circle of care yet.",
        )
    return chart.team


async def _join(
    door: Door,
    chart: Chart,
    team: CareTeam,
    participant: CareTeamParticipant,
    relative: RelatedPerson | None = None,
) -> None:
    assert participant.member is not None
    if any(one.id == participant.id for one in team.participant or ()):
        return
    if chart.is_in_circle(participant.member.reference or "", now()):
        raise AlreadyMemberError
    team.participant = [*(team.participant or ()), participant]
    async with door.writing() as unit:
        if relative is not None:
            unit.create(relative)
        unit.update(team, expected_version=version_of(team.meta))


def _participant(form_id: str, role: CodeableConcept, member: Reference, since: date) -> CareTeamParticipant:
    return CareTeamParticipant(
        id=entry_id(form_id, "participant"),
        role=[role],
        member=member,
        period=Period(start=since.isoformat()),
    )
