"""A small circle around Jeanne: her GP, her nurse, a social worker, her daughter, and a nurse who is not in it."""

from datetime import UTC, datetime, timedelta

from cordee.access import Actor, Door
from cordee.access.policy import policy_of
from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    AllergyIntolerance,
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Coding,
    Condition,
    ContactPoint,
    EpisodeOfCare,
    HumanName,
    Identifier,
    Observation,
    Organization,
    Patient,
    Period,
    Practitioner,
    PractitionerRole,
    Reference,
    RelatedPerson,
)
from cordee.store import Repository, system_asker

JEANNE = "01920000-0000-7000-8000-000000000001"
TEAM = "01920000-0000-7000-8000-000000000002"
GP = "PractitionerRole/gp-girard"
NURSE = "PractitionerRole/nurse-idrissi"
SOCIAL = "PractitionerRole/social-sauvage"
OTHER_NURSE = "PractitionerRole/nurse-autre"
COORDINATOR = "PractitionerRole/coordinator-bonnot"
DAUGHTER = "RelatedPerson/sophie"
DAC = "Organization/dac"

_PROFESSIONALS = (
    (GP, "Dr Paul Girard", "gp", "Médecin généraliste"),
    (NURSE, "Nadia Idrissi", "nurse", "Infirmière"),
    (SOCIAL, "Amélie Sauvage", "social-worker", "Assistante sociale"),
    (OTHER_NURSE, "Zoé Ailleurs", "nurse", "Infirmière"),
    (COORDINATOR, "Claire Bonnot", "coordinator", "Coordinatrice"),
)


def actor(who: str) -> Actor:
    """Return somebody of the village as signed in."""
    for reference, name, role, label in _PROFESSIONALS:
        if reference == who:
            organization = DAC if role == "coordinator" else ""
            return _actor(who, name, "professional", role, label, organization)
    if who == DAUGHTER:
        return _actor(who, "Sophie MOREAU", "carer", "", "sa fille", "")
    return _actor(f"Patient/{JEANNE}", "Jeanne MOREAU", "patient", "", "", "")


def door(store: Repository, who: str = f"Patient/{JEANNE}") -> Door:
    """Return the door of somebody of the village."""
    found = actor(who)
    return Door(store, policy_of(found, "care"), found)


async def build(store: Repository) -> None:
    """Store the village."""
    async with store.writing(system_asker("test")) as unit:
        unit.create(Organization(id="dac", name="DAC 71 Nord"))
        for reference, name, role, label in _PROFESSIONALS:
            role_id = reference.split("/")[1]
            family = name.split()[-1]
            unit.create(
                Practitioner(id=f"p-{role_id}", name=[HumanName(family=family, given=[name.split()[-2]])])
            )
            unit.create(
                PractitionerRole(
                    id=role_id,
                    practitioner=Reference(reference=f"Practitioner/p-{role_id}", display=name),
                    organization=Reference(reference=DAC, display="DAC 71 Nord"),
                    code=[concept(systems.ROLE, role, label)],
                    telecom=[ContactPoint(system="phone", value="03 85 00 00 00")],
                )
            )
        for resource in record():
            unit.create(resource)


def record() -> list[object]:
    """Return Jeanne's record: identity, circle, coordination, an allergy, a problem, how she lives."""
    about = Reference(reference=f"Patient/{JEANNE}")
    start = (datetime.now(UTC) - timedelta(days=100)).date().isoformat()
    members = [
        (GP, "Dr Paul Girard", concept(systems.PARTICIPATION_FUNCTION, "PCP", "médecin traitant")),
        (NURSE, "Nadia Idrissi", concept(systems.ROLE_CLASS, "PROV", "infirmière")),
        (SOCIAL, "Amélie Sauvage", concept(systems.ROLE_CLASS, "PROV", "assistante sociale")),
        (DAUGHTER, "Sophie MOREAU", concept(systems.ROLE_CLASS, "QUAL", "sa fille, personne de confiance")),
    ]
    return [
        Patient(
            id=JEANNE,
            identifier=[Identifier(system=systems.INS_NIR_TEST, value="242037108500150", use="official")],
            name=[
                HumanName(use="official", family="LAMBERT", given=["Jeanne", "Marie"]),
                HumanName(use="usual", family="MOREAU", given=["Jeanne"]),
            ],
            gender="female",
            birthDate="1942-03-12",
            address=[Address(line=["3 rue des Remparts"], city="Autun", postalCode="71400")],
        ),
        RelatedPerson(
            id="sophie",
            patient=about,
            name=[HumanName(family="MOREAU", given=["Sophie"])],
            relationship=[concept(systems.ROLE_CLASS, "QUAL", "sa fille")],
            telecom=[ContactPoint(system="phone", value="06 00 00 00 12")],
        ),
        CareTeam(
            id=TEAM,
            status="active",
            subject=about,
            period=Period(start=start),
            participant=[
                CareTeamParticipant(
                    role=[role],
                    member=Reference(reference=reference, display=name),
                    period=Period(start=start),
                )
                for reference, name, role in members
            ],
            managingOrganization=[Reference(reference=DAC, display="DAC 71 Nord")],
        ),
        EpisodeOfCare(
            id="episode",
            status="active",
            patient=about,
            careManager=Reference(reference=COORDINATOR, display="Claire Bonnot"),
        ),
        AllergyIntolerance(
            id="allergy",
            clinicalStatus=_coded(systems.ALLERGY_CLINICAL, "active"),
            code=CodeableConcept(text="Pénicilline"),
            patient=about,
        ),
        Condition(
            id="heart",
            clinicalStatus=_coded(systems.CONDITION_CLINICAL, "active"),
            code=CodeableConcept(text="Insuffisance cardiaque"),
            subject=about,
        ),
        Observation(
            id="living",
            status="final",
            category=[_coded(systems.OBSERVATION_CATEGORY, "social-history")],
            code=concept(systems.SITUATION, "living", "Mode de vie"),
            subject=about,
            effectiveDateTime="2026-01-10",
            valueString="Vit seule",
        ),
    ]


def neighbours(count: int) -> list[object]:
    """Return as many other people, with Jeanne's professionals around each: an identity and a circle."""
    found: list[object] = []
    for number in range(count):
        name = HumanName(family=f"VOISIN {number}", given=["Ida"])
        members = [CareTeamParticipant(member=Reference(reference=who)) for who in (GP, NURSE, COORDINATOR)]
        found.append(Patient(id=f"neighbour-{number}", name=[name]))
        found.append(
            CareTeam(
                id=f"team-{number}",
                status="active",
                subject=Reference(reference=f"Patient/neighbour-{number}"),
                period=Period(start="2026-01-01"),
                participant=members,
                managingOrganization=[Reference(reference=DAC)],
            )
        )
    return found


def _actor(who: str, name: str, kind: str, role: str, label: str, organization: str) -> Actor:
    return Actor(
        id=who,
        login=who,
        name=name,
        kind=kind,
        role=role,
        role_label=label,
        who=who,
        keys=(who,),
        organization=organization,
        organization_name="",
    )


def _coded(system: str, code: str) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=system, code=code)])
